// What lines of a log mean that concern the revision of a deployment: fetching it, its appspec.yml, its files.
import type { Explanation } from '../../say.ts';

const LINT = 'Use spaces, no tabs, and check it: codedeploy-wizard appspec lint';

export const revision = {
  s3Denied: {
    means: 'The server may not read the revision from S3.',
    causes: [
      [
        'The role of the instance does not allow s3:GetObject (and s3:GetObjectVersion) on the object.',
        'aws iam list-attached-role-policies --role-name <role of the instance>. AWSCodeDeployRole does not help: it is for the service.',
        'Allow the bucket to the instances: codedeploy-wizard roles --revision-bucket <bucket>',
      ],
      [
        'The object is encrypted with a KMS key that the role may not use.',
        'aws s3api head-object --bucket <bucket> --key <key> shows SSEKMSKeyId.',
        'Allow kms:Decrypt on this key.',
      ],
      [
        'The policy of the bucket denies it, the bucket is of another account, or the object does not exist and the role may not list the bucket.',
        'Read the bucket policy; look for the object.',
        'Change the bucket policy, or upload the object again.',
      ],
    ],
  },
  kmsDenied: {
    means: 'The server may not use the KMS key with which the revision is encrypted.',
    causes: [
      [
        'The role of the instance lacks kms:Decrypt, or the policy of the key does not name it.',
        'The message names the key.',
        'Allow kms:Decrypt on the key to the role, in both policies if the key is of another account.',
      ],
    ],
  },
  s3OtherRegion: {
    means: 'The bucket is in another Region than the server.',
    causes: [
      [
        'CodeDeploy reads revisions only from a bucket in its own Region.',
        'aws s3api get-bucket-location --bucket <bucket>',
        'Upload to a bucket in the Region of the servers, and deploy from there.',
      ],
    ],
  },
  s3NoBucket: {
    means: 'There is no such bucket.',
    causes: [
      [
        'The name is misspelt, or the bucket was deleted.',
        'The line "Downloading artifact bundle" names the bucket.',
        'Deploy with the right name: codedeploy-wizard deploy --bucket <bucket>',
      ],
    ],
  },
  s3NoKey: {
    means: 'The revision is not in the bucket.',
    causes: [
      [
        'The key is misspelt; upper and lower case count.',
        'The line "Downloading artifact bundle" names bucket and key.',
        'Deploy with the right key: codedeploy-wizard deploy --key <key>',
      ],
      [
        'The object or its version was deleted, or expired by a lifecycle rule.',
        'aws s3api list-object-versions --bucket <bucket> --prefix <key>',
        'Upload it again and deploy: codedeploy-wizard deploy --source local',
      ],
    ],
  },
  bundleReplaced: {
    means:
      'The object in S3 is not the one that was registered: it was replaced after the deployment had been created.',
    causes: [
      [
        'Another build uploaded to the same key.',
        'The ETag of the object is the second one in the line.',
        'Deploy the new object; use a key of its own for each revision.',
      ],
    ],
  },
  gitHubDownload: {
    means: 'The server could not download the revision from GitHub.',
    causes: [
      [
        'The commit is not on GitHub, or the repository is private and not connected.',
        'The status in the line: 404.',
        'Push the commit, or connect the application with GitHub in the console.',
      ],
      [
        'The limit of 60 questions an hour for each address is reached: a fleet behind one NAT gateway shares it.',
        'The status in the line: 403 or 429.',
        'Connect the application with GitHub, or deploy from S3.',
      ],
      [
        'The server has no way to api.github.com and codeload.github.com.',
        'curl -sI https://api.github.com on the server.',
        'Open outgoing TCP 443; there is no VPC endpoint for GitHub.',
      ],
    ],
  },
  bundleType: {
    means: 'The archive could not be unpacked.',
    causes: [
      [
        'Its file type is another one than declared.',
        'file bundle.tar in the folder of the deployment: the agent gives every archive this name.',
        'Deploy with the right type: codedeploy-wizard deploy --bundle-type tgz',
      ],
      [
        'The archive is damaged or empty.',
        'unzip -t or tar -tzf fails on your computer, too.',
        'Pack and upload it again: codedeploy-wizard deploy --source local',
      ],
    ],
  },
  diskFull: {
    means: 'The disk of the server is full.',
    causes: [
      [
        'Old revisions fill it: each is kept as an archive and unpacked.',
        'df -h; sudo du -sh /opt/codedeploy-agent/deployment-root',
        'Set :max_revisions: 2 in codedeployagent.yml and restart the agent; or enlarge the volume.',
      ],
      [
        'Logs or data of the application fill it.',
        'sudo du -xh --max-depth=2 / | sort -h | tail',
        'Rotate the logs, or enlarge the volume.',
      ],
    ],
  },
  appSpecMissing: {
    means: 'There is no appspec.yml at the root of the revision.',
    causes: [
      [
        'The archive holds it one level too deep: a single folder is looked into, a folder beside other entries is not.',
        'unzip -l bundle.zip, or tar -tzf bundle.tgz',
        'Pack the content of the folder, not the folder: codedeploy-wizard deploy --source local',
      ],
      [
        'It has another name: appspec.yaml, AppSpec.yml, appspec.yml.txt.',
        'The same list.',
        'Name it appspec.yml, in lower case.',
      ],
    ],
  },
  oldRevisionGone: {
    means:
      'The files of the revision before are gone, and its scripts (ApplicationStop and around BlockTraffic) were to run first.',
    causes: [
      [
        'Somebody deleted folders below deployment-root.',
        'The path in the line names another deployment than the one that runs.',
        'Deploy once with codedeploy-wizard deploy --ignore-application-stop-failures. Never delete there by hand; set :max_revisions: instead.',
      ],
    ],
  },
  appSpecSyntax: {
    means: 'appspec.yml is no valid YAML. The message names line and column.',
    causes: [
      [
        'Tabs, a wrong indentation or a quote that is not closed.',
        'Open the file at this line; "cannot start any token" is mostly a tab.',
        `Correct it. ${LINT}`,
      ],
      [
        'The file is not saved as UTF-8, or a Windows path stands in double quotes.',
        'file appspec.yml; look for a backslash within "…".',
        "Save it as UTF-8 without a byte order mark; use single quotes: 'C:\\web'.",
      ],
    ],
  },
  appSpecShape: {
    means: 'appspec.yml is valid YAML, but not of the shape that the agent reads.',
    causes: [
      [
        'A list stands where keys belong, or the other way round: hooks is a mapping of events, each with a list of scripts.',
        'The line names each_pair or has_key?.',
        `Write each script as "- location: …" below its event. ${LINT}`,
      ],
      [
        'It uses aliases (*name, <<:) or dates, which agents on Ruby 3.1 and newer refuse.',
        '"Unknown alias" or "Tried to load unspecified class" in the line.',
        'Write the values out, and put dates in quotes.',
      ],
    ],
  },
  appSpecInvalid: {
    means: 'A value in appspec.yml is not allowed. The message names it.',
    causes: [
      [
        'version is quoted (it must be the number 0.0), os is not linux or windows in lower case, or the file begins with a byte order mark.',
        'The message names version or operating system.',
        'Begin the file with version: 0.0 and os: linux.',
      ],
      [
        'A mode of permissions has no quotes: YAML reads 0755 as 493.',
        'The message names a permissions mode.',
        'Write it in quotes: mode: "0755"',
      ],
      [
        'A script has no location or a timeout that is no number above 0, or a file lacks source or destination.',
        'The message names the section.',
        'Complete the section, and check it: codedeploy-wizard appspec lint',
      ],
    ],
  },
  unknownEvents: {
    means: 'appspec.yml names lifecycle events that do not exist.',
    causes: [
      [
        'An event is misspelt; upper and lower case count.',
        'The message lists them.',
        'Scripts may stand at ApplicationStop, BeforeInstall, AfterInstall, ApplicationStart, ValidateService, BeforeBlockTraffic, AfterBlockTraffic, BeforeAllowTraffic and AfterAllowTraffic.',
      ],
    ],
  },
  noScriptRan: {
    means: 'No script ran in this deployment: no event had anything to do.',
    causes: [
      [
        'appspec.yml has no hooks. If that is wanted, nothing is wrong.',
        'Look at hooks in appspec.yml.',
        'Nothing to do.',
      ],
      [
        'The events are misspelt: a name that the agent does not know is left out without a word.',
        'Compare the names; upper and lower case count.',
        'Correct the names, such as ApplicationStart.',
      ],
    ],
  },
  fileExists: {
    means:
      'A file lies already where the revision puts one, and this deployment group did not put it there. The files of the revision before are removed by now: the application is gone until a deployment succeeds.',
    causes: [
      [
        'The application or deployment group was made anew (its id differs), or another one deploys to the same folder.',
        'ls /opt/codedeploy-agent/deployment-root/deployment-instructions: is there a cleanup file of the present group id?',
        'Deploy once with codedeploy-wizard deploy --file-exists-behavior OVERWRITE',
      ],
      [
        'The image of the instance already contained the files.',
        'New instances fail, old ones do not.',
        'Make the image from an empty folder: codedeploy-wizard ami --clean-paths <folder>',
      ],
      [
        'Somebody put the file there by hand, or the application wrote it.',
        'Its time and owner: ls -l',
        'Delete it, or write such files outside the folder of the revision.',
      ],
    ],
  },
  inTheWay: {
    means: 'Something of another kind lies where a file or folder of the revision goes.',
    causes: [
      [
        'destination names a file: it always means a folder.',
        'Look at destination in appspec.yml.',
        'Name the folder in which the file goes.',
      ],
      [
        'A symbolic link or a file lies in the place of a folder, or a link is to replace a file.',
        'ls -ld on the path in the line.',
        'Remove it in a BeforeInstall script, or make links in AfterInstall.',
      ],
    ],
  },
  notRemoved: {
    means: 'The files of the revision before could not be removed.',
    causes: [
      [
        'Other files lie in a folder that is to be removed, and the agent is older than 1.1.2.',
        'cat /opt/codedeploy-agent/.version',
        'Update the agent: sudo /opt/codedeploy-agent/bin/install auto',
      ],
    ],
  },
  sourceMissing: {
    means: 'A source in the files section of appspec.yml is not in the revision.',
    causes: [
      [
        'The path is wrong, holds a wildcard (which is not expanded), or a build result was not packed.',
        'List the archive and compare.',
        'Correct source, or pack what is missing. What Install would copy: codedeploy-wizard appspec lint --explain',
      ],
    ],
  },
  ownerUnknown: {
    means: 'The permissions section of appspec.yml names a user or group that the server does not have.',
    causes: [
      [
        'The user or group is made later, by a package or a script.',
        'getent passwd <user>; getent group <group>',
        'Make it in BeforeInstall, or in the image. Use a name, not a number.',
      ],
    ],
  },
  revisionsStay: {
    means: 'Old revisions could not be deleted, so the disk fills slowly.',
    causes: [
      [
        'The agent may not delete them, or does not find the command rm (127).',
        'The number in the line; ls -ld /opt/codedeploy-agent/deployment-root',
        'Run the agent as root with a PATH that contains /bin.',
      ],
    ],
  },
  agentRestarted: {
    means: 'The agent ended while a lifecycle event was running, so the event failed.',
    causes: [
      [
        'A script of the deployment restarts or updates the agent, or reboots the server.',
        'Search your scripts for codedeploy-agent, reboot and shutdown.',
        'Never do so within a deployment; reboot afterwards.',
      ],
      [
        'Somebody restarted it, or automatic updates did.',
        'journalctl -u codedeploy-agent; /tmp/codedeploy-agent.update.log',
        'Deploy again; update the agent between deployments.',
      ],
    ],
  },
} satisfies Record<string, Explanation>;
