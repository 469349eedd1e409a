// The help about itself: its topics and what they say.
export const help = {
  examples: 'Examples:',
  topics: 'Topics:',
  about: {
    'exit-codes': 'what each exit code means',
    environment: 'every variable that is read',
    config: 'codedeploy-wizard.yml: where it is found, and its keys',
    permissions: 'the IAM actions of each command',
  },
  precedence: 'A flag wins over a variable, a variable over the config file, the file over what AWS or git suggests.',
  variables: {
    AWS_REGION: 'AWS Region; AWS_DEFAULT_REGION and then the profile if it is not set',
    AWS_DEFAULT_REGION: 'AWS Region if AWS_REGION is not set',
    AWS_PROFILE: 'AWS profile',
    AWS_ENDPOINT_URL: 'any AWS-compatible endpoint; AWS_ENDPOINT_URL_S3 and the like for one service',
    CODEDEPLOY_WIZARD_CONFIG: 'config file, as --config',
    CODEDEPLOY_WIZARD_ENV: 'name of the environment, as --env',
    CODEDEPLOY_WIZARD_OUTPUT: 'text, json or ndjson, as --output',
    CODEDEPLOY_WIZARD_LANG: 'en or ko, as --lang; then LC_ALL, LC_MESSAGES and LANG',
    CODEDEPLOY_WIZARD_YES: '1 answers every moderate confirmation, as --yes',
    CODEDEPLOY_WIZARD_NO_INPUT: 'never prompt, as --no-input; CI does the same',
    CODEDEPLOY_WIZARD_POLL_INTERVAL: 'first pause between two looks, as --poll-interval',
    CODEDEPLOY_WIZARD_SANDBOX: 'scenario of the embedded account, as --sandbox',
    CODEDEPLOY_WIZARD_SANDBOX_STATE: 'file in which the sandbox keeps its state',
    XDG_STATE_HOME: 'folder of that state (default: ~/.local/state)',
    XDG_CACHE_HOME: 'folder of the names that completion remembers (default: ~/.cache)',
    NO_COLOR: 'no colours; FORCE_COLOR: colours where they would not be',
  },
  questionsByVariable: 'Every question has a variable of its own:',
  configPlace:
    'codedeploy-wizard.yml, looked for in this folder and above it up to the root of the repository. --env NAME: codedeploy-wizard.NAME.yml. Answers are written to it as they are given, comments stay, and a value that is there is changed only after both are shown. No secret and no ARN is kept. Each key is a flag as well: sourceInstance is --source-instance.',
  configSchema: 'Editors know the keys from the schema that the first line names; `export schema` prints it.',
  expectAccount: 'stop unless this is the account',
  permissionsPlace:
    '`export policy COMMAND` makes the least policy for commands, with names and conditions. What each command calls:',
  reads: 'reads',
  writes: 'writes',
};
