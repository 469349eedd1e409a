// A visitor with a cookie jar, who notices that the session is a new one.

export interface Visits {
  /** Visitors who got a session. */
  watched: number;
  /** Sessions that came back new; null where each answer sets a new one, so that this says nothing. */
  lost: number | null;
}

interface Counted {
  watched: number;
  /** Requests that had a session with them, and an answer that was listened to. */
  carried: number;
  lost: number;
}

export interface Visitor {
  /** The header of the next request, and what its answer is to be told to. */
  visit(): { cookie: string | undefined; answered(setCookie: readonly string[]): void };
  counted(): Counted;
}

/** As frameworks name them: PHPSESSID, JSESSIONID, connect.sid, ASP.NET_SessionId, laravel_session … */
const SESSION = /sess|(^|[-_.])sid$/i;
/** The load balancer's own: AWSALB is set anew by every answer. */
const BALANCER = /^AWS(ALB|ELB)/;
/** Fewer answers say nothing about each of them. */
const FEW = 3;

/** `name`: of the cookie that holds the session; without it, what looks like one. */
export function visitor(name?: string): Visitor {
  const jar = new Map<string, string>();
  const isSession = (cookie: string) =>
    name === undefined ? SESSION.test(cookie) && !BALANCER.test(cookie) : cookie === name;
  /** How often the jar has changed. */
  let changes = 0;
  let watched = 0;
  let carried = 0;
  let lost = 0;

  return {
    visit() {
      const [sent, before] = [new Map(jar), changes];
      return {
        cookie: sent.size === 0 ? undefined : [...sent].map(([key, value]) => `${key}=${value}`).join('; '),
        answered(setCookie) {
          // Another answer has been here first: cookies of two of them would be of two instances.
          if (changes !== before) return;
          if ([...sent.keys()].some(isSession)) carried++;
          for (const { key, value } of setCookie.map(parsed)) {
            if (value === sent.get(key)) continue;
            if (isSession(key) && sent.has(key)) lost++;
            else if (isSession(key)) watched = 1;
            if (value === undefined) jar.delete(key);
            else jar.set(key, value);
            changes++;
          }
        },
      };
    },
    counted: () => ({ watched, carried, lost }),
  };
}

export function together(visitors: readonly Visitor[]): Visits {
  const all = visitors.map((one) => one.counted());
  const sum = (of: (one: Counted) => number) => all.reduce((total, one) => total + of(one), 0);
  const [carried, lost] = [sum((one) => one.carried), sum((one) => one.lost)];
  return { watched: sum((one) => one.watched), lost: carried >= FEW && lost === carried ? null : lost };
}

/** Without a value: it is taken away. */
function parsed(line: string): { key: string; value: string | undefined } {
  const [pair = '', ...attributes] = line.split(';');
  const [key = '', ...value] = pair.split('=');
  const isOver = attributes.some((attribute) => {
    const [name = '', at = ''] = attribute.trim().split('=');
    if (/^max-age$/i.test(name)) return Number(at) <= 0;
    return /^expires$/i.test(name) && Date.parse(at) <= 0;
  });
  return { key: key.trim(), value: isOver ? undefined : value.join('=').trim() };
}
