import { startSystem } from '../../tools/local-system';

/** The system as a process of its own, to be killed: `serve-system.ts <data folder> <functions folder>`. */

const [dataDir = '', functions = ''] = process.argv.slice(2);

startSystem({ dataDir, seed: 'demo', timers: false, demoTickets: false, functions })
  .then(cloud => console.log(`ready ${cloud.url}`))
  .catch(error => {
    console.error(error);
    process.exit(1);
  });
