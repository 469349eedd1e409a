// Examples of each command: the line as it is typed, and what it does. A test parses each line.
export const examples = {
  init: {
    'init --sandbox': 'the whole way, without an AWS account',
    'init --source local --directory . --dry-run': 'the plan for this folder; nothing is written',
    'init --env staging --yes --output json < /dev/null': 'in a script, with the answers of a file',
  },
  roles: {
    'roles --revision-bucket revisions': 'the least policy for one bucket',
    'roles --s3-access all --dry-run': 'what the policy of the book would change',
  },
  'roles show': { 'roles show': 'what is there' },
  ami: {
    'ami --source-instance i-0123456789abcdef0': 'agent, image, and the wait until it can be used',
    'ami --image-id ami-0123456789abcdef0': 'an image that exists already',
  },
  'ami show': { 'ami show': 'what is there' },
  template: { 'template --template web --make-default': 'a new version that groups on $Default follow' },
  'template show': { 'template show --template web': 'what is there' },
  asg: {
    'asg --asg web --min-size 2 --max-size 6 --desired-capacity 3': 'the group with these sizes',
    'asg --asg web --refresh': 'running instances replaced by an instance refresh',
  },
  'asg show': { 'asg show --asg web': 'what is there' },
  'asg hook status': { 'asg hook status --asg web': 'why new instances are launched again and again' },
  'asg hook suspend': { 'asg hook suspend --asg web --confirm web': 'new instances come up without the application' },
  'asg hook restore': { 'asg hook restore --asg web': 'exactly what was suspended' },
  'asg hook repair': { 'asg hook repair --asg web --dry-run': 'what would be put right' },
  'asg rescue': {
    'asg rescue --to d-ABCDEFGHI': 'out of the loop, with the revision of that deployment',
    'asg rescue --to s3://revisions/shop.zip': 'with a revision that is known to be good',
  },
  app: { 'app --application shop': 'the application, if it is not there' },
  'app show': { 'app show': 'what is there' },
  group: {
    'group --asg web --target-group web --minimum-healthy 50%': 'half of the instances at a time',
    'group --targets tags --tags Name=web': 'single instances, found by a tag',
  },
  'group show': { 'group show': 'what is there' },
  deploy: {
    'deploy --source local': 'pack this folder, upload it once, deploy it, watch it',
    'deploy --source github --no-wait': 'the commit that is checked out; come back later',
    'deploy --source s3 --bucket revisions --key shop.zip': 'an object in S3',
  },
  'deploy show': { 'deploy show d-ABCDEFGHI --instance i-0123456789abcdef0': 'the events of one instance' },
  'deploy push': { 'deploy push . --bucket revisions': 'pack, upload and register this folder' },
  'deploy watch': {
    'deploy watch': 'the latest, to its end',
    'deploy watch d-ABCDEFGHI --timeout 30m': 'half an hour',
  },
  'deploy list': { 'deploy list --status Failed --limit 5': 'the last five that failed' },
  'deploy stop': { 'deploy stop --rollback': 'stop the active one, and go back' },
  'deploy continue': { 'deploy continue d-ABCDEFGHI': 'shift the traffic now' },
  'deploy rollback': {
    'deploy rollback --dry-run': 'what would be deployed',
    'deploy rollback --to d-ABCDEFGHI': 'the revision of that deployment',
  },
  bluegreen: {
    'bluegreen --source local --asg web': 'release to the group that does not serve, then shift the traffic',
    'bluegreen --steps 10,50,100 --pause 5m': 'the traffic in three steps',
  },
  'bluegreen status': { 'bluegreen status': 'which colour serves, and how far a release is' },
  'bluegreen switch': { 'bluegreen switch --to green': 'all traffic to the other group' },
  'bluegreen abort': { 'bluegreen abort': 'all as it was before the release' },
  'bluegreen finish': { 'bluegreen finish --now': 'shrink what does not serve, without waiting' },
  status: { status: 'what exists, what runs where, what to do next', 'status --output json': 'for a script' },
  destroy: {
    'destroy --dry-run': 'what would be taken back',
    'destroy group app --confirm shop': 'these two steps only',
  },
  doctor: {
    doctor: 'all checks, each with its fix',
    'doctor --only agent-running,alarms-exist': 'two of them',
  },
  logs: {
    logs: 'what happened to the last deployment',
    'logs d-ABCDEFGHI --event AfterInstall --tail 200': 'one event, with more lines',
    'logs --follow --agent': 'the log of the agent until the deployment has ended',
  },
  explain: {
    'explain HEALTH_CONSTRAINTS': 'a code',
    'explain d-ABCDEFGHI': 'a deployment',
    'explain --log codedeploy-agent.log': 'a log, here on this computer',
  },
  'sandbox show': { 'sandbox show': 'what the sandbox holds' },
  'sandbox reset': { 'sandbox reset --scenario fleet --instances 100': 'a fleet of a hundred' },
  'sandbox fault': {
    'sandbox fault script-fails --event AfterInstall': 'the next deployment fails there',
    'sandbox fault --list': 'all that can go wrong',
  },
  'group leftovers': {
    'group leftovers': 'what a blue/green deployment that failed has left',
    'group leftovers --remove --confirm CodeDeploy_shop-group_d-ABCDEFGHI': 'takes it away',
  },
  'group simulate': {
    'group simulate --instances 10 --deployment-config HalfAtATime': 'batches, and how many stay healthy',
    'group simulate --instances 7 --minimum-healthy 60%': 'a configuration of your own',
  },
  'deploy report': {
    'deploy report d-ABCDEFGHI --html report.html': 'a page to pass on',
  },
  'session-check': {
    'session-check': 'whether users notice a deployment',
    'session-check --probe https://shop.example/ --duration 5m --fail-on-errors 1': 'asks all the time, and measures',
  },
  'appspec lint': {
    'appspec lint .': 'this folder, as it would be packed',
    'appspec lint --strict --explain .': 'warnings count too, and what Install would copy',
    'appspec lint appspec.yml': 'the document alone',
  },
  'export terraform': {
    'export terraform --out infra': 'what exists, with import blocks',
  },
  'export cloudformation': {
    'export cloudformation > shop.yml': 'what exists as a template',
  },
  'export cli': {
    'export cli > shop.sh': 'a script that makes the same from nothing',
  },
  'export policy': {
    'export policy deploy > policy.json': 'what `deploy` needs',
    'export policy --read-only': 'for dry runs and commands that read',
  },
  'export github-actions': {
    'export github-actions --out .': 'the workflow and what its role needs, as files of this folder',
    'export github-actions --branch release': 'deployed from another branch',
  },
  'export gitlab': { 'export gitlab --repository acme/shop --out .': 'the pipeline and what its role needs' },
  'export codebuild': { 'export codebuild --repository acme/shop --out .': 'the project, and what its role needs' },
  'export schema': { 'export schema > codedeploy-wizard.schema.json': 'for an editor without a network' },
  completion: {
    'completion bash >> ~/.bash_completion': 'for bash',
    'completion zsh > ~/.zfunc/_codedeploy-wizard': 'for zsh, in a folder of $fpath',
    'completion fish | source': 'for fish, in config.fish',
  },
  help: { 'help exit-codes': 'a topic', 'help deploy rollback': 'a command' },
};
