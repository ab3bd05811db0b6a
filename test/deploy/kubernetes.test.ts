import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig } from '../../src/config/read.ts';
import { version } from '../../src/version.ts';
import { fileAt, filesUnder } from '../house-files.ts';
import { readDockerfile } from './dockerfile.ts';
import { userOf } from './image.ts';
import { restricted, type Pod } from './restricted.ts';

const at = 'deploy/kubernetes';

/** The process ends within so long of SIGTERM, in seconds. */
const endsWithin = 25;

const Labels = z.record(z.string(), z.string());
const Selector = z.strictObject({ matchLabels: Labels });
const Meta = z.strictObject({
  name: z.string(),
  namespace: z.string().optional(),
  labels: Labels.optional(),
  annotations: Labels.optional(),
});
const Probe = z.strictObject({
  httpGet: z.strictObject({ path: z.string(), port: z.string() }),
  periodSeconds: z.int(),
  timeoutSeconds: z.int().optional(),
  failureThreshold: z.int(),
});
const Peer = z.strictObject({
  namespaceSelector: Selector.optional(),
  podSelector: Selector.optional(),
  ipBlock: z.strictObject({ cidr: z.string(), except: z.array(z.string()).optional() }).optional(),
});
const Ports = z.array(z.strictObject({ protocol: z.enum(['TCP', 'UDP']), port: z.int() })).min(1);

/** The kinds that are used, with the fields of each that are: another one, or a field spelt otherwise, fails. */
const kinds = {
  Namespace: z.strictObject({ apiVersion: z.literal('v1'), kind: z.string(), metadata: Meta }),
  ServiceAccount: z.strictObject({
    apiVersion: z.literal('v1'),
    kind: z.string(),
    metadata: Meta,
    automountServiceAccountToken: z.literal(false),
  }),
  Deployment: z.strictObject({
    apiVersion: z.literal('apps/v1'),
    kind: z.string(),
    metadata: Meta,
    spec: z.strictObject({
      replicas: z.int().min(2),
      strategy: z.strictObject({
        type: z.literal('RollingUpdate'),
        rollingUpdate: z.strictObject({ maxUnavailable: z.literal(0), maxSurge: z.int().min(1) }),
      }),
      selector: Selector,
      template: z.strictObject({
        metadata: z.strictObject({ labels: Labels }),
        spec: z.strictObject({
          serviceAccountName: z.string(),
          automountServiceAccountToken: z.literal(false),
          enableServiceLinks: z.literal(false),
          terminationGracePeriodSeconds: z.int(),
          securityContext: z.strictObject({
            runAsNonRoot: z.boolean(),
            runAsUser: z.int(),
            runAsGroup: z.int(),
            fsGroup: z.int(),
            seccompProfile: z.strictObject({ type: z.string() }),
          }),
          topologySpreadConstraints: z.array(
            z.strictObject({
              maxSkew: z.literal(1),
              topologyKey: z.string(),
              whenUnsatisfiable: z.literal('ScheduleAnyway'),
              labelSelector: Selector,
            }),
          ),
          containers: z.tuple([
            z.strictObject({
              name: z.string(),
              image: z.string(),
              args: z.tuple([z.literal('--config'), z.string()]),
              env: z.array(z.strictObject({ name: z.string(), value: z.string() })),
              ports: z.tuple([z.strictObject({ name: z.string(), containerPort: z.int() })]),
              startupProbe: Probe,
              livenessProbe: Probe,
              readinessProbe: Probe,
              resources: z.strictObject({
                requests: z.strictObject({ cpu: z.string(), memory: z.string() }),
                limits: z.strictObject({ memory: z.string() }),
              }),
              securityContext: z.strictObject({
                allowPrivilegeEscalation: z.boolean(),
                readOnlyRootFilesystem: z.literal(true),
                capabilities: z.strictObject({ drop: z.array(z.string()) }),
              }),
              volumeMounts: z.array(
                z.strictObject({ name: z.string(), mountPath: z.string(), readOnly: z.literal(true).optional() }),
              ),
            }),
          ]),
          volumes: z.array(
            z.strictObject({
              name: z.string(),
              configMap: z.strictObject({ name: z.string() }).optional(),
              secret: z.strictObject({ secretName: z.string(), defaultMode: z.literal(0o440) }).optional(),
              emptyDir: z.strictObject({ sizeLimit: z.string() }).optional(),
            }),
          ),
        }),
      }),
    }),
  }),
  PodDisruptionBudget: z.strictObject({
    apiVersion: z.literal('policy/v1'),
    kind: z.string(),
    metadata: Meta,
    spec: z.strictObject({
      minAvailable: z.int(),
      unhealthyPodEvictionPolicy: z.literal('AlwaysAllow'),
      selector: Selector,
    }),
  }),
  Service: z.strictObject({
    apiVersion: z.literal('v1'),
    kind: z.string(),
    metadata: Meta,
    spec: z.strictObject({
      clusterIP: z.literal('None'),
      publishNotReadyAddresses: z.literal(true),
      selector: Labels,
      ports: z.tuple([z.strictObject({ name: z.string(), port: z.int(), targetPort: z.string() })]),
    }),
  }),
  NetworkPolicy: z.strictObject({
    apiVersion: z.literal('networking.k8s.io/v1'),
    kind: z.string(),
    metadata: Meta,
    spec: z.strictObject({
      podSelector: Selector,
      policyTypes: z.tuple([z.literal('Ingress'), z.literal('Egress')]),
      ingress: z.tuple([z.strictObject({ from: z.array(Peer), ports: Ports })]),
      egress: z.array(z.strictObject({ to: z.array(Peer), ports: Ports })),
    }),
  }),
  ServiceMonitor: z.strictObject({
    apiVersion: z.literal('monitoring.coreos.com/v1'),
    kind: z.string(),
    metadata: Meta,
    spec: z.strictObject({
      jobLabel: z.literal('app.kubernetes.io/name'),
      selector: Selector,
      endpoints: z.tuple([z.strictObject({ port: z.string(), path: z.string(), interval: z.string() })]),
    }),
  }),
  Secret: z.strictObject({
    apiVersion: z.literal('v1'),
    kind: z.string(),
    metadata: Meta,
    type: z.literal('Opaque'),
    stringData: z.record(z.string(), z.literal('')),
  }),
} as const;

const yamlAt = (name: string): unknown => parse(fileAt(`${at}/${name}`).text);
const Kustomization = z.strictObject({
  apiVersion: z.literal('kustomize.config.k8s.io/v1beta1'),
  kind: z.literal('Kustomization'),
  namespace: z.string(),
  labels: z.tuple([z.strictObject({ pairs: Labels, includeSelectors: z.literal(false) })]),
  resources: z.array(z.string()),
  configMapGenerator: z.tuple([z.strictObject({ name: z.string(), files: z.array(z.string()) })]),
  images: z.tuple([z.strictObject({ name: z.string(), newTag: z.string() })]),
});
const kustomization = Kustomization.parse(yamlAt('kustomization.yaml'));

const namespace = kinds.Namespace.parse(yamlAt('namespace.yaml'));
const account = kinds.ServiceAccount.parse(yamlAt('service-account.yaml'));
const deployment = kinds.Deployment.parse(yamlAt('deployment.yaml'));
const budget = kinds.PodDisruptionBudget.parse(yamlAt('disruption-budget.yaml'));
const service = kinds.Service.parse(yamlAt('service.yaml'));
const policy = kinds.NetworkPolicy.parse(yamlAt('network-policy.yaml'));
const monitor = kinds.ServiceMonitor.parse(yamlAt('service-monitor.yaml'));
const secret = kinds.Secret.parse(yamlAt('secret.example.yaml'));

const { metadata, spec: pod } = deployment.spec.template;
const [container] = pod.containers;
const [port] = container.ports;
const config = () => readConfig({ cwd: join(import.meta.dirname, '../..', at), env: {}, file: 'quartermaster.yaml' });
const [last] = readDockerfile(fileAt('Dockerfile').text).slice(-1);
if (last === undefined) throw new Error('the Dockerfile has no stage');

describe('the manifests of Kubernetes', () => {
  it('stand in the kustomization, but for the secret and what wants an operator', () => {
    const files = filesUnder(at, '.yaml').map(({ path }) => path.slice(at.length + 1));
    const besides = ['kustomization.yaml', 'quartermaster.yaml', 'secret.example.yaml', 'service-monitor.yaml'];
    expect([...kustomization.resources, ...besides].toSorted()).toEqual(files);
  });

  it('take the image of this version, and none by a tag that moves', () => {
    expect(container.image).toBe(`quartermaster:${version}`);
    expect(kustomization.images).toEqual([{ name: 'quartermaster', newTag: version }]);
  });

  it('stand in one namespace, which lets in nothing but the restricted profile', () => {
    expect(namespace.metadata).toEqual({
      name: kustomization.namespace,
      labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
    });
    expect(secret.metadata.namespace).toBe(kustomization.namespace);
  });

  it('select the pods that there are', () => {
    const selectors = [
      deployment.spec.selector.matchLabels,
      budget.spec.selector.matchLabels,
      service.spec.selector,
      policy.spec.podSelector.matchLabels,
      ...pod.topologySpreadConstraints.map(({ labelSelector }) => labelSelector.matchLabels),
    ];
    for (const selector of selectors) expect(metadata.labels).toMatchObject(selector);
    // The monitor selects the service, which gets its label by kustomization.yaml.
    expect(kustomization.labels[0].pairs).toMatchObject(monitor.spec.selector.matchLabels);
  });

  it('keep one replica while a node is drained', () => {
    expect(budget.spec.minAvailable).toBeLessThan(deployment.spec.replicas);
    expect(budget.spec.minAvailable).toBeGreaterThan(0);
  });

  it('refer to what there is', () => {
    expect(pod.serviceAccountName).toBe(account.metadata.name);
    const named = new Map(pod.volumes.map(({ name, ...what }) => [name, what]));
    expect(container.volumeMounts.map(({ name }) => name).toSorted()).toEqual([...named.keys()].toSorted());
    expect(named.get('config')?.configMap?.name).toBe(kustomization.configMapGenerator[0].name);
    expect(named.get('secrets')?.secret?.secretName).toBe(secret.metadata.name);
  });

  it('mount the configuration where it is read, and give a place to write where the image has its only one', () => {
    const [{ files }] = kustomization.configMapGenerator;
    const placeOf = (name: string) => container.volumeMounts.find((one) => one.name === name)?.mountPath;
    expect(container.args[1]).toBe(`${placeOf('config')}/${files.join()}`);
    expect(
      container.volumeMounts.filter(({ readOnly }) => readOnly !== true).map(({ mountPath }) => mountPath),
    ).toEqual(last.volumes);
  });

  it('give every secret by a file of the secret, and no other variable', () => {
    const place = container.volumeMounts.find(({ name }) => name === 'secrets')?.mountPath;
    expect(container.env.map(({ value }) => value).toSorted()).toEqual(
      Object.keys(secret.stringData)
        .map((key) => `${place}/${key}`)
        .toSorted(),
    );
    const { environment } = z
      .object({ services: z.object({ quartermaster: z.object({ environment: z.record(z.string(), z.string()) }) }) })
      .parse(parse(fileAt('compose.yaml').text, { merge: true })).services.quartermaster;
    expect(container.env.map(({ name }) => name).toSorted()).toEqual(Object.keys(environment).toSorted());
  });

  it('ask how it is on the port that the configuration opens', async () => {
    const { health, redis } = await config();
    expect(health).toEqual({ port: port.containerPort, host: '0.0.0.0' });
    for (const { httpGet } of [container.startupProbe, container.livenessProbe, container.readinessProbe])
      expect(httpGet.port).toBe(port.name);
    expect(container.livenessProbe.httpGet.path).toBe('/healthz');
    expect(container.startupProbe.httpGet.path).toBe('/healthz');
    expect(container.readinessProbe.httpGet.path).toBe('/readyz');
    expect(service.spec.ports[0]).toEqual({ name: port.name, port: port.containerPort, targetPort: port.name });
    expect(monitor.spec.endpoints[0]).toMatchObject({ port: service.spec.ports[0].name, path: '/metrics' });
    // Over the network of others the password goes encrypted.
    expect(redis?.url).toMatch(/^rediss:/);
  });

  it('let out what is needed and no more, and in what reads metrics', async () => {
    const { redis } = await config();
    const open = policy.spec.egress.flatMap(({ ports }) =>
      ports.map(({ protocol, port: one }) => `${protocol} ${one}`),
    );
    expect(open.toSorted()).toEqual(
      ['TCP 443', `TCP ${new URL(redis?.url ?? '').port}`, 'TCP 53', 'TCP 80', 'UDP 53'].toSorted(),
    );
    expect(policy.spec.ingress[0].ports).toEqual([{ protocol: 'TCP', port: port.containerPort }]);
    // Whoever reaches the metadata of a node is the node.
    for (const { to, ports } of policy.spec.egress)
      for (const { ipBlock } of to)
        if (ipBlock?.cidr === '0.0.0.0/0')
          expect([ipBlock.except, ports]).toEqual([['169.254.0.0/16'], [{ protocol: 'TCP', port: 443 }]]);
  });

  it('wait longer for an end than the process takes', () => {
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(endsWithin);
  });

  it('run as the user of the image', () => {
    const { uid, gid } = userOf(last);
    expect(pod.securityContext).toMatchObject({ runAsUser: uid, runAsGroup: gid, fsGroup: gid });
  });

  it.each(restricted)('make a pod that the restricted profile lets in: $control', ({ allows }) => {
    expect(allows(pod)).toBe(true);
  });

  it.each<[string, (pod: Pod) => Pod]>([
    ['Host Namespaces', (one) => ({ ...one, hostNetwork: true })],
    ['Privileged Containers', (one) => ({ ...one, securityContext: { ...one.securityContext, privileged: true } })],
    [
      'Host Ports',
      (one) => ({ ...one, containers: one.containers.map((each) => ({ ...each, ports: [{ hostPort: 80 }] })) }),
    ],
    ['Volume Types', (one) => ({ ...one, volumes: [{ name: 'x', hostPath: { path: '/' } }] })],
    [
      'Privilege Escalation',
      (one) => ({ ...one, containers: [{ securityContext: { capabilities: { drop: ['ALL'] } } }] }),
    ],
    [
      'Running as Non-root',
      (one) => ({ ...one, securityContext: { ...one.securityContext, runAsNonRoot: undefined } }),
    ],
    ['Running as Non-root user', (one) => ({ ...one, securityContext: { ...one.securityContext, runAsUser: 0 } })],
    ['Seccomp', (one) => ({ ...one, securityContext: { ...one.securityContext, seccompProfile: undefined } })],
    ['Capabilities', (one) => ({ ...one, containers: [{ securityContext: { allowPrivilegeEscalation: false } }] })],
  ])('would not be let in otherwise: %s', (control, worse) => {
    const refusing = restricted.filter(({ allows }) => !allows(worse(pod))).map((rule) => rule.control);
    expect(refusing).toEqual([control]);
  });
});
