// 점검하는 것: 무엇이 맞아야 하고, 어떻게 어긋나 있으며, 무엇을 하면 되는지.

import { aws, forEach, groupCommand, install, listenerFor, restart } from '../aws-cli.ts';
import type { checks as enChecks } from '../en/doctor.ts';
import type { Text } from '../en/index.ts';

const dark = {
  unmanaged: 'Systems Manager의 관리형 인스턴스가 아님',
  offline: 'Systems Manager 연결이 끊김',
  failed: '명령이 실패함',
  unanswered: '응답 없음',
  untold: '알 수 없음',
};

const darkness = ({ blind }: { blind: { why: keyof typeof dark; hosts: string }[] }) =>
  blind.map(({ why, hosts }) => `${hosts}(${dark[why]})`).join('; ');

export const checks: typeof enChecks = {
  'caller-root': {
    title: '호출자가 루트 사용자가 아님',
    evidence: (d) => `루트 사용자의 자격 증명입니다: ${d.arn}`,
    fix: () => 'IAM 역할이나 사용자를 쓰고, 루트 사용자의 액세스 키는 삭제하십시오.',
  },

  'network-outbound': {
    title: '에이전트가 CodeDeploy에 연결됨',
    evidence: (d) => `연결하지 못하는 인스턴스: ${d.hosts}. 로그: ${d.line}`,
    fix: (d) =>
      `TCP 443이 codedeploy-commands.${d.region} 및 s3.${d.region} 쪽으로 나가게 하십시오. NAT 게이트웨이나 VPC 엔드포인트, 보안 그룹의 아웃바운드 규칙, codedeployagent.yml의 :proxy_uri: 설정을 확인하십시오.`,
  },
  'network-zones': {
    title: 'Auto Scaling 그룹이 가용 영역 두 곳에 걸쳐 있음',
    evidence: (d) => `${d.asg}의 서브넷이 가용 영역 한 곳에만 있습니다: ${d.zone}`,
    fix: (d) =>
      d.subnets
        ? aws(
            d,
            `autoscaling update-auto-scaling-group --auto-scaling-group-name ${d.asg} --vpc-zone-identifier ${d.subnets}`,
          )
        : '같은 VPC의 다른 가용 영역에 서브넷을 만들어 그룹에 추가하십시오.',
  },

  'service-role-trust': {
    title: '서비스 역할이 CodeDeploy를 신뢰함',
    evidence: (d) =>
      d.services
        ? `${d.role} 역할이 CodeDeploy가 아니라 다음을 신뢰합니다: ${d.services}`
        : `${d.role} 역할이 없거나 아무 서비스도 신뢰하지 않습니다`,
    fix: (d) => d.command,
  },
  'service-role-policy': {
    title: '서비스 역할에 배포에 필요한 권한이 있음',
    evidence: (d) => `${d.role} 역할에 없는 권한: ${d.actions}`,
    fix: (d) => aws(d, `iam attach-role-policy --role-name ${d.role} --policy-arn ${d.policy}`),
  },
  'service-role-launch': {
    title: '서비스 역할이 블루/그린 배포에서 시작 템플릿으로 시작할 수 있음',
    evidence: (d) => `그룹을 복사하려면 AWSCodeDeployRole만으로는 모자랍니다. ${d.role} 역할에 없는 권한: ${d.actions}`,
    fix: (d) =>
      aws(
        d,
        `iam put-role-policy --role-name ${d.role} --policy-name codedeploy-launch --policy-document '${d.document}'`,
      ),
  },
  'service-role-ec2': {
    title: '서비스 역할이 CodeDeploy만 신뢰함',
    evidence: (d) =>
      `${d.role} 역할이 EC2도 신뢰합니다. 이 역할이 연결된 인스턴스는 다른 인스턴스를 종료하고 Auto Scaling 그룹을 바꿀 수 있습니다`,
    fix: (d) => `신뢰 정책에서 ec2.amazonaws.com 항목을 빼십시오. 올바른 정책:\n${d.command}`,
  },
  'service-role-on-instance': {
    title: '서비스 역할이 연결된 인스턴스가 없음',
    evidence: (d) => `인스턴스의 역할 ${d.role}에 서비스용 정책이 연결되어 있습니다: ${d.policy}`,
    fix: (d) =>
      `에이전트에는 CodeDeploy 권한이 필요 없습니다:\n${aws(d, `iam detach-role-policy --role-name ${d.role} --policy-arn ${d.policy}`)}`,
  },
  'instance-profile': {
    title: '모든 인스턴스에 인스턴스 프로파일이 있음',
    evidence: (d) => `인스턴스 프로파일이 없어 에이전트에 자격 증명이 없습니다: ${d.hosts}`,
    fix: (d) =>
      d.instanceProfile === undefined
        ? `인스턴스 프로파일을 만들어 인스턴스에 연결하십시오:\n${d.command}`
        : `${forEach(d.each, (id) => aws(d, `ec2 associate-iam-instance-profile --instance-id ${id} --iam-instance-profile Name=${d.instanceProfile}`))}\n그런 다음 에이전트를 다시 시작하십시오.`,
  },
  'instance-profile-role': {
    title: '인스턴스 프로파일에 역할이 있음',
    evidence: (d) => `인스턴스 프로파일이 없거나 비어 있습니다: ${d.instanceProfile}`,
    fix: (d) => d.command,
  },
  'instance-role-trust': {
    title: '인스턴스의 역할이 EC2를 신뢰함',
    evidence: (d) => `${d.role} 역할이 EC2를 신뢰하지 않습니다. 신뢰하는 서비스: ${d.services || '없음'}`,
    fix: (d) => d.command,
  },
  'instance-role-s3': {
    title: '인스턴스의 역할로 개정을 읽을 수 있음',
    evidence: (d) => `${d.role} 역할에 ${d.actions} 권한이 없습니다. 대상: ${d.resource}`,
    fix: (d) => d.command,
  },
  'role-boundary': {
    title: '권한 경계가 역할의 권한을 막지 않음',
    evidence: (d) => `${d.role} 역할의 권한 경계(${d.boundary})가 허용하지 않는 권한: ${d.actions}`,
    fix: (d) =>
      `권한 경계를 관리하는 사람에게 추가를 요청하십시오. 내용은 기본 버전에 있습니다:\n${aws(d, `iam get-policy --policy-arn ${d.boundary}`)}`,
  },

  'host-managed': {
    title: 'Systems Manager로 인스턴스에 닿음',
    evidence: (d) => `${d.total}대 중 ${d.count}대의 안을 볼 수 없습니다: ${darkness(d)}`,
    fix: (d) =>
      d.unmanaged
        ? `${d.role === undefined ? d.command : aws(d, `iam attach-role-policy --role-name ${d.role} --policy-arn ${d.policy}`)}\namazon-ssm-agent를 다시 시작하지 않으면 30분까지 걸립니다.`
        : `인스턴스에서 amazon-ssm-agent를 다시 시작하십시오. 다시 연결되었는지 보려면:\n${aws(d, `ssm describe-instance-information --filters Key=InstanceIds,Values=${d.first}`)}`,
  },
  'agent-installed': {
    title: '에이전트가 설치되어 있음',
    evidence: (d) => `CodeDeploy 에이전트가 없습니다: ${d.hosts}`,
    fix: (d) => install(d),
  },
  'agent-running': {
    title: '에이전트가 실행 중임',
    evidence: (d) => `에이전트가 중지되어 있습니다: ${d.hosts}`,
    fix: (d) => restart(d),
  },
  'agent-credentials': {
    title: '에이전트에 자격 증명이 있음',
    evidence: (d) =>
      `에이전트가 자격 증명을 찾지 못했습니다: ${d.hosts}. 에이전트가 시작된 뒤에 프로파일이 연결되었거나 프로파일이 없습니다`,
    fix: (d) => restart(d),
  },
  'agent-polling': {
    title: '에이전트가 명령을 받아 감',
    evidence: (d) =>
      `실행 중이지만 명령을 받아 가지 않습니다: ${d.hosts}. ${d.line ? `로그: ${d.line}` : d.polled ? `로그에 남은 마지막 응답: ${d.polled}` : `${d.log} 로그에 응답이 없습니다`}`,
    fix: (d) => `${restart(d)}\n에이전트의 로그:\n${d.command}`,
  },
  'agent-version': {
    title: '에이전트가 최신임',
    evidence: (d) => `${d.version}보다 오래되었습니다: ${d.hosts}`,
    fix: (d) => install(d),
  },
  'agent-ruby': {
    title: '인스턴스의 Ruby로 에이전트를 실행할 수 있음',
    evidence: (d) => `에이전트 1.x에는 Ruby 2.0~3.2가 필요한데 ${d.version} 버전이 있습니다: ${d.hosts}`,
    fix: (d) =>
      `Ruby가 필요 없는 2세대를 설치하십시오:\ncurl -O https://aws-codedeploy-${d.region}.s3.${d.region}.amazonaws.com/latestv2/install && chmod +x install && sudo ./install auto`,
  },
  'agent-identity': {
    title: '에이전트가 인스턴스의 역할을 씀',
    evidence: (d) => `에이전트 사용자의 키(.aws/credentials)가 역할보다 먼저 쓰입니다: ${d.hosts}`,
    fix: (d) =>
      d.platform === 'Windows'
        ? 'C:\\Windows\\System32\\config\\systemprofile\\.aws\\credentials 파일의 이름을 바꾼 뒤 실행하십시오: Restart-Service codedeployagent'
        : 'sudo mv /root/.aws/credentials /root/.aws/credentials.off && sudo systemctl restart codedeploy-agent',
  },
  'host-clock': {
    title: '시계가 맞음',
    evidence: (d) => `${d.seconds}초 어긋나 있습니다: ${d.hosts}. 5분부터는 AWS가 서명을 거부합니다`,
    fix: (d) =>
      d.platform === 'Windows'
        ? 'PowerShell에서 실행하십시오: Start-Service w32time; w32tm /resync /force'
        : 'sudo systemctl enable --now chronyd || sudo systemctl enable --now chrony; sudo chronyc makestep',
  },
  'host-disk': {
    title: '디스크에 공간이 있음',
    evidence: (d) => `${d.percent}% 찼습니다: ${d.hosts}`,
    fix: (d) =>
      `${d.platform === 'Windows' ? 'C 드라이브의 공간을 비우십시오.' : '공간을 비우십시오:\nsudo du -xh / | sort -h | tail'}\n에이전트 설정의 :max_revisions: 값을 낮추면 개정을 덜 보관합니다.`,
  },
  'host-files': {
    title: '다음 배포를 막는 파일이 없음',
    evidence: (d) => `이 배포 그룹이 두지 않은 파일이 이미 있어 Install이 실패합니다: ${d.path}. 인스턴스: ${d.hosts}`,
    fix: (d) => `파일을 지우거나 이번 한 번만 덮어쓰십시오:\n${d.command}`,
  },

  'image-available': {
    title: '템플릿의 이미지로 시작할 수 있음',
    evidence: (d) => `${d.template} 템플릿의 이미지를 쓸 수 없습니다: ${d.image}`,
    fix: (d) => d.command,
  },
  'image-agent': {
    title: '이미지의 에이전트가 인스턴스와 같음',
    evidence: (d) =>
      `${d.image} 이미지에서는 에이전트 ${d.version} 버전이 올라오는데 그룹의 다른 곳에서는 ${d.newest} 버전이 실행됩니다`,
    fix: (d) => `새 에이전트로 이미지를 만드십시오:\n${d.command}`,
  },
  'image-memory': {
    title: '이미지가 이전 배포의 기록을 물려주지 않음',
    evidence: (d) =>
      `에이전트가 없는 배포 그룹(${d.groups})을 기억하고 있습니다: ${d.hosts}. 그 파일이 다음 배포를 막습니다`,
    fix: () =>
      '다음 이미지를 만들기 전에:\nsudo systemctl stop codedeploy-agent && sudo rm -rf /opt/codedeploy-agent/deployment-root/*',
  },

  'template-profile': {
    title: '시작 템플릿에 인스턴스 프로파일이 있음',
    evidence: (d) =>
      `${d.template} 템플릿의 버전 ${d.version}에 인스턴스 프로파일이 없습니다. 새 인스턴스의 에이전트에는 자격 증명이 없습니다`,
    fix: (d) => d.command,
  },
  'template-user-data': {
    title: '사용자 데이터에 리전이 적혀 있지 않음',
    evidence: (d) =>
      `${d.template} 템플릿의 버전 ${d.version} 사용자 데이터에 ${d.found} 리전이 적혀 있습니다. 다른 리전에서는 아무것도 설치되지 않습니다`,
    fix: () =>
      '리전은 인스턴스에 물어보십시오:\nT=$(curl -sS -X PUT http://169.254.169.254/latest/api/token -H "X-aws-ec2-metadata-token-ttl-seconds: 300")\nR=$(curl -sS -H "X-aws-ec2-metadata-token: $T" http://169.254.169.254/latest/meta-data/placement/region)',
  },
  'template-pinned': {
    title: 'Auto Scaling 그룹이 버전을 번호로 지정함',
    evidence: (d) =>
      `${d.asg} 그룹이 ${d.template} 템플릿의 ${d.version} 버전을 시작합니다. 누군가 버전을 만들면 시작되는 것이 바뀝니다`,
    fix: (d) => d.command,
  },
  'template-current': {
    title: '인스턴스가 그룹의 버전으로 시작됨',
    evidence: (d) => `버전 ${d.version}이 아닌 버전으로 시작되었습니다: ${d.hosts}`,
    fix: (d) => d.command,
  },

  'asg-exists': {
    title: 'Auto Scaling 그룹이 있음',
    evidence: (d) => `배포 그룹에 적힌 Auto Scaling 그룹이 없습니다: ${d.asg}`,
    fix: (d) => d.command,
  },
  'asg-shared': {
    title: 'Auto Scaling 그룹이 배포 그룹 하나에만 속함',
    evidence: (d) =>
      `${d.asg} 그룹이 여러 배포 그룹에 속합니다: ${d.groups}. 새 인스턴스가 배포 두 개를 한꺼번에 받는데 에이전트는 하나만 처리합니다`,
    fix: (d) => {
      const detached = (words: string) => groupCommand(d, words, d.otherApplication, d.other);
      return d.kept.length > 0
        ? `다른 배포 그룹에서 빼십시오. 나머지 Auto Scaling 그룹은 그대로 남습니다:\n${detached(`--auto-scaling-groups ${d.kept.join(' ')}`)}`
        : `다른 배포 그룹에는 이 그룹뿐입니다. 빼면 태그로 찾는 인스턴스에만 배포합니다. 필요 없는 배포 그룹이면 빼는 대신 삭제하십시오:\n${detached('--auto-scaling-groups')}`;
    },
  },
  'asg-warm-pool': {
    title: 'Auto Scaling 그룹에 웜 풀이 없음',
    evidence: (d) =>
      `${d.asg} 그룹에 웜 풀이 있습니다. 인스턴스는 풀에 들어갈 때 후크를 거치므로, 나올 때는 그때의 개정이 실행됩니다`,
    fix: (d) => aws(d, `autoscaling delete-warm-pool --auto-scaling-group-name ${d.asg}`),
  },
  'asg-launch-loop': {
    title: '시작 실패가 되풀이되지 않음',
    evidence: (d) => `지난 30분 동안 ${d.asg} 그룹에서 시작이 ${d.count}번 실패했습니다: ${d.message}`,
    fix: (d) => d.command,
  },
  'asg-processes': {
    title: 'Auto Scaling 그룹에 일시 중지된 프로세스가 없음',
    evidence: (d) =>
      `${d.asg} 그룹에서 일시 중지된 프로세스: ${d.processes}${d.rescue ? '. 복구 작업이 끝나지 않았습니다' : ''}${d.release ? '. 블루/그린 릴리스가 끝나지 않았습니다' : ''}`,
    fix: (d) =>
      d.rescue ??
      d.release ??
      aws(d, `autoscaling resume-processes --auto-scaling-group-name ${d.asg} --scaling-processes ${d.names}`),
  },
  'asg-refresh': {
    title: '진행 중인 인스턴스 새로 고침이 없음',
    evidence: (d) =>
      `${d.asg} 그룹이 인스턴스를 교체하고 있습니다(${d.id}, ${d.status}). 배포한 인스턴스가 사라질 수 있습니다`,
    fix: (d) =>
      `끝날 때까지 기다리십시오:\n${aws(d, `autoscaling describe-instance-refreshes --auto-scaling-group-name ${d.asg}`)}`,
  },
  'asg-grace': {
    title: '새 인스턴스가 정상이 될 시간이 있음',
    evidence: (d) =>
      `${d.asg} 그룹은 ${d.grace}초가 지나면 비정상 인스턴스를 교체하는데, 대상 그룹이 정상으로 판단하려면 ${d.seconds}초가 걸립니다`,
    fix: (d) =>
      aws(
        d,
        `autoscaling update-auto-scaling-group --auto-scaling-group-name ${d.asg} --health-check-grace-period ${d.wanted}`,
      ),
  },
  'asg-minimum': {
    title: 'Auto Scaling 그룹이 인스턴스를 두 대 이상 유지함',
    evidence: (d) => `${d.asg} 그룹이 ${d.count}대까지 줄어들 수 있습니다. 그러면 배포할 때마다 서비스가 멈춥니다`,
    fix: (d) => d.command,
  },
  'asg-target-group': {
    title: '대상 그룹이 Auto Scaling 그룹에 연결되어 있음',
    evidence: (d) => `${d.asg} 그룹의 새 인스턴스가 ${d.targetGroup} 대상 그룹에 등록되지 않아 트래픽을 받지 못합니다`,
    fix: (d) =>
      aws(
        d,
        `autoscaling attach-load-balancer-target-groups --auto-scaling-group-name ${d.asg} --target-group-arns ${d.arn}`,
      ),
  },
  'asg-green-left': {
    title: '남겨진 블루/그린 복사본이 없음',
    evidence: (d) =>
      `${d.asg} 그룹은 실패한 배포가 남긴 복사본입니다. 어느 배포 그룹에도 속하지 않으며 인스턴스 ${d.count}대의 비용이 듭니다`,
    fix: (d) =>
      `쓰는 곳이 없으면 삭제하십시오:\n${aws(d, `autoscaling delete-auto-scaling-group --auto-scaling-group-name ${d.asg} --force-delete`)}`,
  },

  'target-group-listener': {
    title: '대상 그룹이 리스너에 연결되어 있음',
    evidence: (d) =>
      `${d.targetGroup} 대상 그룹으로 전달하는 로드 밸런서가 없거나 대상 그룹이 없습니다. 상태 확인이 이루어지지 않아 AllowTraffic이 한 시간 기다립니다`,
    fix: (d) =>
      d.arn === undefined
        ? `이 리전에 그런 이름의 대상 그룹이 없습니다. 있는 대상 그룹:\n${aws(d, 'elbv2 describe-target-groups')}`
        : `${d.listener ? '리스너가 지금 전달하는 곳 대신 이 대상 그룹으로 전달합니다:\n' : ''}${listenerFor(d, d.arn)}`,
  },
  'target-health': {
    title: '대상이 정상임',
    evidence: (d) => `${d.targetGroup} 대상 그룹에서 비정상인 대상: ${d.hosts}: ${d.message}`,
    fix: (d) =>
      `인스턴스에서 로그인이나 리디렉션 없이 응답하는지 보십시오:\ncurl -i http://localhost:${d.port}${d.path}\n보안 그룹에서 로드 밸런서를 허용해야 합니다.`,
  },
  'target-zones': {
    title: '로드 밸런서가 대상의 가용 영역에 있음',
    evidence: (d) =>
      `${d.targetGroup} 대상 그룹의 로드 밸런서가 활성화되지 않은 가용 영역에 있어 트래픽을 받지 못하는 대상: ${d.hosts}`,
    fix: (d) => aws(d, `elbv2 set-subnets --load-balancer-arn ${d.balancer} --subnets ${d.subnets}`),
  },
  'health-check': {
    title: '상태 확인을 통과할 수 있음',
    evidence: (d) => `${d.targetGroup} 대상 그룹에서 상태 확인 ${d.check}을 통과한 대상이 없습니다: ${d.message}`,
    fix: (d) =>
      `인스턴스의 응답:\ncurl -i http://localhost:${d.port}${d.path}\n상태 확인의 경로나 허용하는 응답을 바꿀 수도 있습니다:\n${aws(d, `elbv2 modify-target-group --target-group-arn ${d.arn} --health-check-path / --matcher HttpCode=200-399`)}`,
  },
  'deregistration-delay': {
    title: '등록 취소가 오래 걸리지 않음',
    evidence: (d) => `${d.targetGroup} 대상 그룹에서 BlockTraffic이 한 번에 ${d.seconds}초 걸립니다`,
    fix: (d) =>
      aws(
        d,
        `elbv2 modify-target-group-attributes --target-group-arn ${d.arn} --attributes Key=deregistration_delay.timeout_seconds,Value=60`,
      ),
  },
  stickiness: {
    title: '세션이 인스턴스에 묶여 있지 않음',
    evidence: (d) =>
      `${d.targetGroup} 대상 그룹에 고정 세션이 켜져 있습니다. 세션을 다른 곳에 두지 않으면 인스턴스에 배포할 때 그 사용자가 로그아웃됩니다`,
    fix: (d) =>
      `모든 인스턴스가 함께 쓰는 저장소에 세션을 둔 뒤 끄십시오:\n${aws(d, `elbv2 modify-target-group-attributes --target-group-arn ${d.arn} --attributes Key=stickiness.enabled,Value=false`)}`,
  },
  'traffic-control': {
    title: '배포하는 동안 인스턴스를 로드 밸런서에서 뺌',
    evidence: (d) =>
      `인스턴스가 ${d.targetGroup} 대상 그룹에 있지만 배포 그룹이 트래픽을 제어하지 않습니다. 배포 중인 인스턴스에 사용자가 들어옵니다`,
    fix: (d) => d.command,
  },

  'group-exists': {
    title: '배포 그룹이 있음',
    evidence: (d) => `배포 그룹이 없습니다: ${d.application}/${d.group}`,
    fix: (d) => d.command,
  },
  'group-targets': {
    title: '배포 그룹에 인스턴스가 있음',
    evidence: (d) =>
      d.colour
        ? `${d.group} 배포 그룹은 번갈아 서비스하는 두 색에 그룹을 넘겼습니다(bluegreen). 서비스하는 쪽에는 ${d.colour} 배포 그룹이 배포합니다`
        : `${d.group} 배포 그룹에 실행 중인 인스턴스가 없습니다. 배포가 NO_INSTANCES 오류로 끝납니다${d.asg ? `. 후크가 일시 중지된 동안 ${d.asg} 그룹이 분리되어 있습니다` : ''}`,
    fix: (d) => d.command,
  },
  'group-stopped': {
    title: '중지된 인스턴스에 배포하지 않음',
    evidence: (d) => `중지되어 있지만 배포 대상이어서 실패로 집계됩니다: ${d.hosts}`,
    fix: (d) =>
      `시작하거나 태그를 떼십시오:\n${d.batches.map((ids) => aws(d, `ec2 start-instances --instance-ids ${ids}`)).join('\n')}`,
  },
  'group-mixed': {
    title: '인스턴스를 한 가지 방법으로 찾음',
    evidence: (d) =>
      `${d.group} 배포 그룹에 Auto Scaling 그룹(${d.asgs})과 태그(${d.tags})가 함께 있습니다. 같은 태그가 있는 다른 인스턴스에도 배포합니다`,
    fix: (d) => `태그가 필요 없으면 빼십시오:\n${groupCommand(d, '--ec2-tag-set ec2TagSetList=[]')}`,
  },
  'group-minimum': {
    title: '배포 구성에 여유가 있음',
    evidence: (d) =>
      `${d.config} 구성은 ${d.count}대 중 ${d.minimum}대를 정상으로 유지해야 하므로 어디에도 배포할 수 없습니다`,
    fix: (d) => d.command,
  },
  'group-all-at-once': {
    title: '모든 인스턴스에 한꺼번에 배포하지 않음',
    evidence: (d) =>
      `${d.config} 구성은 ${d.count}대를 모두 한꺼번에 서비스에서 뺍니다. 배포할 때마다 서비스가 멈춥니다`,
    fix: (d) => d.command,
  },
  'group-single': {
    title: '인스턴스가 두 대 이상임',
    evidence: (d) => `인스턴스가 한 대뿐이면 ${d.config} 구성이라도 배포할 때마다 서비스가 멈춥니다`,
    fix: (d) => d.command ?? `같은 태그로 인스턴스를 한 대 더 시작하십시오: ${d.tags}`,
  },
  'group-outdated': {
    title: '배포 중에 시작된 인스턴스도 새 개정으로 맞춤',
    evidence: (d) =>
      `${d.group} 배포 그룹은 배포 중에 시작된 인스턴스를 이전 개정 그대로 둡니다(outdatedInstancesStrategy IGNORE)`,
    fix: (d) => groupCommand(d, '--outdated-instances-strategy UPDATE'),
  },
  'group-rollback': {
    title: '실패한 배포가 롤백됨',
    evidence: (d) => `${d.group} 배포 그룹은 배포가 실패해도 롤백하지 않습니다`,
    fix: (d) => d.command,
  },
  'blue-green-one-asg': {
    title: '블루/그린 배포가 Auto Scaling 그룹 하나를 복사함',
    evidence: (d) =>
      `${d.group} 배포 그룹은 배포할 때마다 Auto Scaling 그룹을 복사하므로 그룹이 정확히 하나여야 합니다. 지금: ${d.asgs || '없음'}`,
    fix: (d) =>
      d.keep === undefined
        ? `현재 위치 배포로 바꾸거나 복사할 그룹을 지정하십시오:\n${groupCommand(d, '--deployment-style deploymentType=IN_PLACE,deploymentOption=WITH_TRAFFIC_CONTROL')}`
        : groupCommand(d, `--auto-scaling-groups ${d.keep}`),
  },
  'blue-green-copy': {
    title: 'Auto Scaling 그룹의 이름이 바뀌지 않음',
    evidence: (d) =>
      `블루/그린 배포를 할 때마다 이름이 다른 복사본이 ${d.asg || 'Auto Scaling'} 그룹을 대신합니다. 이름으로 참조하는 경보, Terraform, CloudFormation이 그룹을 잃습니다`,
    fix: (d) =>
      `현재 위치 배포로 바꾸거나, 그룹 두 개를 직접 두고 전환하십시오:\n${groupCommand(d, '--deployment-style deploymentType=IN_PLACE,deploymentOption=WITH_TRAFFIC_CONTROL')}`,
  },
  'alarms-exist': {
    title: '경보가 있음',
    evidence: (d) => `배포 그룹에 적힌 경보가 없습니다: ${d.alarms}`,
    fix: (d) =>
      d.command === undefined
        ? `경보를 만들거나 경보 없이 배포하십시오:\n${groupCommand(d, '--alarm-configuration enabled=false')}`
        : `경보를 만들거나 있는 경보만 남기십시오:\n${d.command}`,
  },
  'alarms-quiet': {
    title: 'ALARM 상태인 경보가 없음',
    evidence: (d) => `다음 경보가 ALARM 상태인 동안에는 배포가 바로 중지됩니다: ${d.alarms}`,
    fix: (d) => aws(d, `cloudwatch describe-alarm-history --alarm-name ${d.names}`),
  },
  'last-deployment': {
    title: '마지막 배포가 성공함',
    evidence: (d) => `배포 ${d.deployment}의 결과: ${d.status}`,
    fix: (d) => d.command,
  },

  'bucket-region': {
    title: '버킷이 이 리전에 있음',
    evidence: (d) => `${d.bucket} 버킷이 ${d.actual} 리전에 있습니다. 에이전트는 ${d.region} 리전에서만 읽습니다`,
    fix: (d) => `${aws(d, `s3 mb s3://${d.instead}`)}\n${d.command}`,
  },
  'revision-there': {
    title: '마지막으로 성공한 개정이 남아 있음',
    evidence: (d) => `${d.revision} 개정이 없어졌습니다. 새 인스턴스와 롤백이 실패합니다`,
    fix: (d) => d.command,
  },
  'bucket-versioning': {
    title: '버킷이 버전을 보관함',
    evidence: (d) => `${d.bucket} 버킷이 버전을 보관하지 않습니다. 같은 키로 다시 올리면 이전 것이 사라집니다`,
    fix: (d) => aws(d, `s3api put-bucket-versioning --bucket ${d.bucket} --versioning-configuration Status=Enabled`),
  },
  'github-connection': {
    title: '애플리케이션이 GitHub에 연결되어 있음',
    evidence: (d) => `${d.application} 애플리케이션은 GitHub에서 배포하지만 GitHub에 연결되어 있지 않습니다`,
    fix: (d) => `콘솔에서 배포를 만들며 연결하십시오: ${d.url}`,
  },
  'github-other': {
    title: 'GitHub 연결이 의도한 것임',
    evidence: (d) => `${d.linked} 이름으로 연결되어 있지만 의도한 연결은 다릅니다: ${d.token}`,
    fix: (d) => `콘솔에서 다시 연결하십시오: ${d.url}`,
  },

  'hook-deleted': {
    title: 'CodeDeploy의 후크가 있음',
    evidence: (d) =>
      `누군가 ${d.asg} 그룹에서 후크를 삭제했습니다: ${d.hook}. 새 인스턴스가 애플리케이션 없이 올라옵니다`,
    fix: (d) => d.command,
  },
  'hook-mismatch': {
    title: '후크가 CodeDeploy가 아는 것과 같음',
    evidence: (d) => `${d.asg} 그룹의 후크는 ${d.hook}인데 CodeDeploy가 아는 후크는 다릅니다: ${d.expected}`,
    fix: (d) => d.command,
  },
  'hook-leftover': {
    title: '남겨진 후크가 없음',
    evidence: (d) =>
      `${d.asg} 그룹의 후크에 아무도 답하지 않습니다: ${d.hook}. 시작할 때마다 제한 시간까지 기다렸다가 실패합니다`,
    fix: (d) => d.command,
  },
  'hook-suspended': {
    title: '후크가 일시 중지되어 있지 않음',
    evidence: (d) => `${d.asg} 그룹의 후크가 일시 중지되어 있습니다. 새 인스턴스가 빈 채로 올라옵니다`,
    fix: (d) => d.command,
  },
};

export const doctor: Text['doctor'] = {
  groups: {
    caller: '호출자',
    network: '네트워크',
    roles: '역할',
    host: '에이전트와 호스트',
    image: '이미지',
    template: '시작 템플릿',
    asg: 'Auto Scaling 그룹',
    balancer: '로드 밸런서',
    group: '배포 그룹',
    revision: '개정',
    hook: '후크',
  },
  unknown: {
    denied: {
      evidence: (d) =>
        `볼 권한이 없습니다: ${d.action}${d.further.length > 0 ? `. 함께 필요한 권한: ${d.further.join(', ')}` : ''}`,
      fix: (d) => `호출자에게 다음 권한을 준 뒤 다시 점검하십시오: ${[d.action, ...d.further].join(', ')}`,
    },
    unanswered: {
      evidence: (d) => `AWS가 답하지 않았습니다: ${d.message}`,
      fix: () => '1분 뒤에 다시 점검하십시오.',
    },
    noGroup: {
      evidence: (d) => `점검할 배포 그룹이 없습니다: ${d.application}/${d.group}`,
      fix: () => '먼저 group-exists 항목을 해결하십시오.',
    },
    noAsg: {
      evidence: (d) => `점검할 Auto Scaling 그룹이 없습니다: ${d.asg}`,
      fix: () => '먼저 asg-exists 항목을 해결하십시오.',
    },
    noHosts: {
      evidence: () => 'Systems Manager로 안을 볼 수 있는 인스턴스가 없습니다',
      fix: () => '먼저 host-managed 및 group-targets 항목을 해결하십시오.',
    },
    hostsUnseen: {
      evidence: (d) => `인스턴스 ${d.total}대 중 ${d.seen}대만 확인했습니다. 확인하지 못한 것: ${darkness(d)}`,
      fix: () => '먼저 host-managed 항목을 해결하십시오. 그 인스턴스에서 배포가 진행 중이면 끝난 뒤 다시 점검하십시오.',
    },
    manyFiles: {
      evidence: (d) => `파일 ${d.count}개 중 처음 ${d.most}개는 없습니다. 나머지는 확인하지 않았습니다`,
      fix: () => '서버에 처음 배포할 때 --file-exists-behavior OVERWRITE 옵션을 쓰면 모두 덮어씁니다.',
    },
    onPremises: {
      evidence: () => '그룹에 온프레미스 인스턴스가 있는데 EC2는 이를 알지 못합니다',
      fix: () => '각 인스턴스에서 확인하십시오:\nsudo service codedeploy-agent status',
    },
    unsaid: {
      evidence: (d) => `애플리케이션만 알 수 있는 값입니다: ${d.flag} 옵션이 없습니다`,
      fix: (d) => `${d.flag} 60s와 같이 값을 지정하고 다시 확인하십시오.`,
    },
    noAppSpec: {
      evidence: () => '다음 개정의 파일이 놓일 곳을 알려 주는 appspec.yml이 여기에 없습니다',
      fix: () => '애플리케이션 폴더에서 실행하거나 --directory 옵션을 쓰십시오.',
    },
    inlinePolicies: {
      evidence: (d) => `${d.role} 역할의 인라인 정책은 읽지 않습니다: ${d.policies}`,
      fix: (d) => aws(d, `iam get-role-policy --role-name ${d.role} --policy-name ${d.first}`),
    },
  },
  counts: (d) => `통과 ${d.passed}, 경고 ${d.warned}, 실패 ${d.failed}, 알 수 없음 ${d.unknown}`,
  looked: (d) => `인스턴스 ${d.total}대 중 ${d.seen}대의 안을 보았습니다.`,
  besides: (d) => `확인하지 못한 것: ${darkness(d)}`,
  blind: '호출자는 자기 이름 말고는 아무것도 볼 수 없습니다. 알려진 것이 없을 뿐, 모두 정상이라는 뜻은 아닙니다.',
  noCheck: (d) => `\`${d.id}\` 점검 항목은 없습니다.`,
};
