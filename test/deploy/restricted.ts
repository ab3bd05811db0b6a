/** A pod as a manifest has it; what the rules look at. */
export interface Pod {
  readonly hostNetwork?: boolean | undefined;
  readonly hostPID?: boolean | undefined;
  readonly hostIPC?: boolean | undefined;
  readonly securityContext?: Context | undefined;
  readonly volumes?: readonly Readonly<Record<string, unknown>>[] | undefined;
  readonly containers: readonly Container[];
}

interface Context {
  readonly privileged?: boolean | undefined;
  readonly allowPrivilegeEscalation?: boolean | undefined;
  readonly runAsNonRoot?: boolean | undefined;
  readonly runAsUser?: number | undefined;
  readonly procMount?: string | undefined;
  readonly sysctls?: readonly unknown[] | undefined;
  readonly seLinuxOptions?: unknown;
  readonly appArmorProfile?: { readonly type: string } | undefined;
  readonly windowsOptions?: unknown;
  readonly seccompProfile?: { readonly type: string } | undefined;
  readonly capabilities?:
    | { readonly add?: readonly string[] | undefined; readonly drop?: readonly string[] | undefined }
    | undefined;
}

interface Container {
  readonly ports?: readonly { readonly containerPort?: number; readonly hostPort?: number | undefined }[] | undefined;
  readonly securityContext?: Context | undefined;
}

/** One control of a profile. */
export interface Rule {
  /** As the page heads it. */
  readonly control: string;
  readonly allows: (pod: Pod) => boolean;
}

const contexts = ({ securityContext, containers }: Pod): readonly Context[] =>
  [securityContext, ...containers.map((one) => one.securityContext)].flatMap((one) => one ?? []);

/** What holds for a container: its own word, else the pod's. */
const each = (pod: Pod, holds: (own: Context, ofPod: Context) => boolean): boolean =>
  pod.containers.every(({ securityContext }) => holds(securityContext ?? {}, pod.securityContext ?? {}));

const volumeKinds = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

/**
 * The restricted profile with all of the baseline: Kubernetes, "Pod Security Standards"
 * (https://kubernetes.io/docs/concepts/security/pod-security-standards/). Where the page lets one of several values through
 * that are not used here, the rule lets the first alone through.
 */
export const restricted: readonly Rule[] = [
  {
    control: 'HostProcess',
    allows: (pod) => contexts(pod).every(({ windowsOptions }) => windowsOptions === undefined),
  },
  {
    control: 'Host Namespaces',
    allows: ({ hostNetwork, hostPID, hostIPC }) => [hostNetwork, hostPID, hostIPC].every((one) => one !== true),
  },
  { control: 'Privileged Containers', allows: (pod) => contexts(pod).every(({ privileged }) => privileged !== true) },
  {
    control: 'Host Ports',
    allows: ({ containers }) =>
      containers.every(({ ports = [] }) => ports.every(({ hostPort }) => hostPort === undefined || hostPort === 0)),
  },
  {
    control: 'AppArmor',
    allows: (pod) => contexts(pod).every(({ appArmorProfile }) => appArmorProfile?.type !== 'Unconfined'),
  },
  { control: 'SELinux', allows: (pod) => contexts(pod).every(({ seLinuxOptions }) => seLinuxOptions === undefined) },
  {
    control: '/proc Mount Type',
    allows: (pod) => contexts(pod).every(({ procMount = 'Default' }) => procMount === 'Default'),
  },
  { control: 'Sysctls', allows: (pod) => contexts(pod).every(({ sysctls = [] }) => sysctls.length === 0) },
  {
    control: 'Volume Types',
    allows: ({ volumes = [] }) =>
      volumes.every((volume) => Object.keys(volume).every((key) => key === 'name' || volumeKinds.has(key))),
  },
  {
    control: 'Privilege Escalation',
    allows: (pod) => each(pod, ({ allowPrivilegeEscalation }) => allowPrivilegeEscalation === false),
  },
  {
    control: 'Running as Non-root',
    allows: (pod) => each(pod, (own, ofPod) => (own.runAsNonRoot ?? ofPod.runAsNonRoot) === true),
  },
  { control: 'Running as Non-root user', allows: (pod) => contexts(pod).every(({ runAsUser }) => runAsUser !== 0) },
  {
    control: 'Seccomp',
    allows: (pod) =>
      each(pod, (own, ofPod) => (own.seccompProfile ?? ofPod.seccompProfile)?.type === 'RuntimeDefault') &&
      contexts(pod).every(({ seccompProfile }) => seccompProfile?.type !== 'Unconfined'),
  },
  {
    control: 'Capabilities',
    allows: (pod) =>
      each(pod, ({ capabilities }) => {
        const { add = [], drop = [] } = capabilities ?? {};
        return drop.includes('ALL') && add.every((one) => one === 'NET_BIND_SERVICE');
      }),
  },
];
