// The faces for machines: one document at the end, or an event per line and the document last.
import type { Ui } from '../engine/ui.ts';
import type { Text } from '../text/en/index.ts';
import { say } from './say.ts';

export function jsonFace({ write, text, lines }: { write(output: string): void; text: Text; lines: boolean }): Ui {
  // What is told has no `event` of its own: it would take the place of the name.
  const event = (name: string, data: Record<string, unknown> & { event?: never }) => {
    if (lines) write(`${JSON.stringify({ event: name, ...data })}\n`);
  };
  const end: Ui['finish'] = (envelope) =>
    write(`${JSON.stringify(lines ? { event: 'result', ...envelope } : envelope)}\n`);
  const nobody = () => Promise.reject(new Error('Asked without anybody to ask.'));
  let waitedFor: string | undefined;
  return {
    interactive: false,
    header: () => {},
    step: () => {},
    answered: () => {},
    ask: nobody,
    confirm: nobody,
    typeName: nobody,
    plan: (changes) => {
      for (const { step, verb, kind, name, differs } of changes)
        event('change', { step, verb, kind, name, differs, planned: true });
    },
    applying({ step, verb, kind, name }) {
      return () => event('change', { step, verb, kind, name, planned: false });
    },
    wait(line) {
      const message = line && say(text, line);
      if (message && message !== waitedFor) event('wait', { message });
      waitedFor = message;
    },
    advance: (line) => line && event('progress', { code: line.key, ...line.data, message: say(text, line) }),
    say: (line) => event('log', { code: line.key, message: say(text, line) }),
    warn: (line) => event('warning', { code: line.key, message: say(text, line) }),
    target: ({ event: lifecycleEvent, ...target }) => event('target', { ...target, lifecycleEvent }),
    entry: ({ event: lifecycleEvent, ...entry }) => event('log', { ...entry, lifecycleEvent }),
    finish: end,
    fail: (envelope) => end(envelope, []),
  };
}
