// A visitor with a cookie jar, who notices that the session is a new one.

export interface Visits {
  /** Visitors who got a session. */
  watched: number;
  /** Sessions that came back new; null where each answer sets a new one, so that this says nothing. */
  lost: number | null;
}

export interface Visitor {
  /** The header of the next request, and what its answer is to be told to. */
  visit(): { cookie: string | undefined; answered(setCookie: readonly string[]): void };
  visits(): Visits;
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
  let watched = 0;
  let carried = 0;
  let lost = 0;

  return {
    visit() {
      const sent = new Map(jar);
      return {
        cookie: sent.size === 0 ? undefined : [...sent].map(([key, value]) => `${key}=${value}`).join('; '),
        answered(setCookie) {
          const set = setCookie.map(parsed);
          if ([...sent.keys()].some(isSession)) carried++;
          for (const { key, value } of set) {
            const [before, now] = [sent.get(key), jar.get(key)];
            if (!isSession(key)) keep(key, value);
            // Another answer has been here first: the jar holds what is newer.
            else if (now !== before || value === now) continue;
            else {
              if (before === undefined) watched = 1;
              else lost++;
              keep(key, value);
            }
          }
        },
      };
    },
    visits: () => ({ watched, lost: carried >= FEW && lost === carried ? null : lost }),
  };

  function keep(key: string, value: string | undefined) {
    if (value === undefined) jar.delete(key);
    else jar.set(key, value);
  }
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
