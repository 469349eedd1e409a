// The JSON Schema of codedeploy-wizard.yml, made from the questions: what the program takes, editors take.
import { optionsOf, patternOf, type Question } from '../engine/question.ts';

/** Where editors find it: it comes with the package, and a place on the web is the same for all who share the file. */
export const SCHEMA_URL = 'https://unpkg.com/codedeploy-wizard@0/dist/config.schema.json';

export type Schema = Record<string, unknown> & { type?: string | string[]; enum?: unknown[] };

export function configSchema(questions: Iterable<Question>, about: (key: string) => string): Schema {
  const properties = [...questions].map((question) => {
    const { type, enum: options, ...rest } = schemaOf(question);
    // A key without a value is a question without an answer.
    const open = { ...(type && { type: [type, 'null'].flat() }), ...(options && { enum: [...options, null] }) };
    return [question.key, { description: about(question.key), ...open, ...rest }];
  });
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: SCHEMA_URL,
    title: 'codedeploy-wizard.yml',
    type: 'object',
    additionalProperties: false,
    properties: {
      ...Object.fromEntries(properties),
      expectAccount: { description: about('expectAccount'), type: ['string', 'integer'], pattern: '^\\d{12}$' },
    },
  };
}

function schemaOf(question: Question): Schema {
  switch (question.kind) {
    case 'confirm':
      return {
        anyOf: [
          { type: ['boolean', 'null'] },
          {
            type: 'string',
            pattern:
              '^\\s*(?:[yY](?:[eE][sS])?|[nN][oO]?|[tT][rR][uU][eE]|[fF][aA][lL][sS][eE]|[01]|예|네|아니요|아니오|ㅛ|ㅜ)\\s*$',
          },
        ],
      };
    case 'number':
      return { type: 'integer', minimum: 0 };
    case 'list': {
      const item = textOf(optionsOf(question), patternOf(question));
      // On one line they may stand with commas between them.
      return { anyOf: [{ type: 'array', items: item }, { type: ['string', 'null'] }] };
    }
    default:
      return textOf(optionsOf(question), patternOf(question));
  }
}

/** To YAML 12 and 1.0 are numbers; the program reads what stands there as text. */
function textOf(options: string[] | undefined, pattern: RegExp | undefined): Schema {
  if (options)
    return { enum: options.flatMap((option) => (/^\d+$/.test(option) ? [option, Number(option)] : [option])) };
  const isNumber = !pattern || ['1', '12', '1.5'].some((number) => pattern.test(number));
  return { type: isNumber ? ['string', 'number'] : 'string', ...(pattern && { pattern: pattern.source }) };
}
