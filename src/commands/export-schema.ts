// `export schema`: what editors know of codedeploy-wizard.yml, for those who cannot fetch it from the web.
import { configSchema, SCHEMA_URL } from '../export/config-schema.ts';
import type { Work } from '../perform.ts';
import type { Session } from '../session.ts';
import { questions } from '../steps/index.ts';
import type { QuestionKey, Text } from '../text/en/index.ts';

export const schemaIn = ({ questions: asked, help }: Text) =>
  configSchema(questions.values(), (key) => {
    if (key === 'expectAccount') return help.expectAccount;
    const { label, help: about } = asked[key as QuestionKey];
    return `${label}: ${about}`;
  });

export async function exportSchema({ text }: Session): Promise<Work> {
  const content = JSON.stringify(schemaIn(text), null, 2);
  const path = 'codedeploy-wizard.schema.json';
  return {
    data: { files: [{ path, content: `${content}\n` }], url: SCHEMA_URL },
    blocks: [{ lines: [content] }],
  };
}
