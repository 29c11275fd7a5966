/** Whom to call, and what to do until they come, for each kind of danger; a colleague adds a kind with one row here. */

export type Call = { phone: string; label: string };

const FIRE: Call = { phone: '119', label: '消防救援' };
const POLICE: Call = { phone: '110', label: '公安报警' };
const AMBULANCE: Call = { phone: '120', label: '医疗急救' };
const COMFORT: Call = { phone: '12356', label: '心理援助' };
const SECURITY: Call = { phone: '12339', label: '国家安全举报' };

type Kind = { calls: readonly [Call, ...Call[]]; text: string };

/** In the order of danger: where several are found, the first is told, and the numbers of all are offered. */
export const KINDS = {
  gas: {
    calls: [FIRE],
    text: '可能有燃气泄漏。不要开关电器、不要点火，有条件先关阀开窗，人到屋外后立即拨打119。',
  },
  fire: { calls: [FIRE], text: '可能有火情。先离开着火的地方，不要乘电梯，到安全处立即拨打119。' },
  collapse: {
    calls: [FIRE, AMBULANCE],
    text: '可能有坍塌或者有人被压。先离开危险的地方，不要返回，立即拨打119；有人受伤请拨打120。',
  },
  landslide: {
    calls: [FIRE, POLICE],
    text: '可能有山体滑坡或者泥石流。往两侧高处走，不要返回取东西，立即拨打119。',
  },
  flood: { calls: [FIRE, POLICE], text: '可能有人被水围困。往高处走，不要涉水，断开电源，立即拨打119。' },
  drowning: {
    calls: [FIRE, AMBULANCE, POLICE],
    text: '可能有人落水。不会救生的不要下水，抛绳子、救生圈或者竹竿，立即拨打119；救上来不喘气的请拨打120。',
  },
  electric: {
    calls: [AMBULANCE, FIRE],
    text: '可能有人触电或者线路漏电。不要直接碰人，先断电，离开积水和断线，立即拨打120；线路起火请拨打119。',
  },
  trapped: { calls: [FIRE, POLICE], text: '可能有人被困。不要强行撬开或者攀爬，留在原处，立即拨打119。' },
  chemical: {
    calls: [FIRE, AMBULANCE],
    text: '可能有危险化学品泄漏。用湿毛巾捂住口鼻，往上风方向离开，立即拨打119。',
  },
  'self-harm': {
    calls: [COMFORT, POLICE, AMBULANCE],
    text: '您的安全最要紧。请现在就拨打12356心理援助热线，有人随时听您说；有人正处于危险中，请立即拨打110或120。',
  },
  informer: {
    calls: [POLICE],
    text: '如果您因举报、投诉受到威胁或报复，请立即拨打110，并先到安全的地方。您的身份信息会被保密。',
  },
  violence: {
    calls: [POLICE, AMBULANCE],
    text: '如果有人正受到伤害或威胁，请先到安全的地方，立即拨打110；有人受伤请拨打120。',
  },
  crime: {
    calls: [POLICE],
    text: '如果正有人作案或者行骗，请先保证安全，不要转账、不要对峙，立即拨打110。',
  },
  missing: { calls: [POLICE], text: '有人走失或者失去联系，报警不用等，请立即拨打110。' },
  traffic: {
    calls: [AMBULANCE, POLICE],
    text: '如果发生交通事故，先到护栏外等安全的地方，有人受伤请立即拨打120，并拨打110。',
  },
  animal: {
    calls: [AMBULANCE, POLICE],
    text: '如果有人被动物咬伤或者追咬，先离开，用肥皂水冲洗伤口，请立即拨打120；动物还在伤人请拨打110。',
  },
  poison: {
    calls: [AMBULANCE],
    text: '可能有人中毒或者误服。不要催吐，留下包装，请立即拨打120。',
  },
  medical: { calls: [AMBULANCE], text: '如果有人正处于生命危险，请立即拨打120急救电话，听从接线员指导。' },
  'state-security': {
    calls: [SECURITY],
    text: '涉及危害国家安全或者泄露国家秘密的情况，请直接拨打12339向国家安全机关反映，不要在这里填写具体内容。',
  },
  hazard: {
    calls: [POLICE, FIRE, AMBULANCE],
    text: '如果眼前有人身危险，请先离开，立即拨打110；有火情或有人被困请拨打119，有人受伤请拨打120。',
  },
} as const satisfies Record<string, Kind>;

export type UrgentKind = keyof typeof KINDS;
