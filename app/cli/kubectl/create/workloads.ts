import { good, type Result } from '../../../base/result.ts';
import type { Sys } from '../../../linux/process/program.ts';
import type { Command } from '../command.ts';
import { failed, type Failure } from '../failure.ts';
import type { Invocation } from '../invocation.ts';
import { mappingFor } from '../resource/builder.ts';
import { pathOf } from '../resource/mapping.ts';
import { at, fieldsAt, nameOf, textAt, type Fields } from '../unstructured.ts';
import { commandArguments, generatorCommand } from './generator.ts';

const SUFFIX_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** `kubectl create deployment`: one container per --image. */
export const createDeployment: Command = generatorCommand({
  name: 'deployment',
  aliases: ['deploy'],
  short: 'Create a deployment with the specified name',
  examples: [
    '# A deployment of one nginx',
    'kubectl create deployment web --image=nginx',
    '',
    '# Three replicas that listen on port 80',
    'kubectl create deployment web --image=nginx --replicas=3 --port=80',
    '',
    '# With a command',
    'kubectl create deployment date --image=busybox -- date',
  ],
  use: 'NAME --image=image -- [COMMAND] [args...] [options]',
  flags: [
    { name: 'image', kind: 'list', usage: 'Images to run; one container each.', required: true },
    { name: 'port', kind: 'int', default: '-1', usage: 'Port that the first container exposes.' },
    { name: 'replicas', short: 'r', kind: 'int', default: '1', usage: 'Number of replicas.' },
  ],
  refusal: 'failed to create deployment: ',
  *build(k, name) {
    const images = k.flags.list('image');
    const command = commandArguments(k);
    if (images.length > 1 && command.length > 0)
      return failed('cannot specify multiple --image options and command');
    const port = k.flags.int('port');
    const containers = images.map((image, index) => ({
      name: containerName(k, image),
      image,
      ...(command.length > 0 ? { command } : {}),
      ...(index === 0 && port >= 0 ? { ports: [{ containerPort: port }] } : {}),
    }));
    const labels = { app: name };
    return good({
      kind: 'Deployment',
      apiVersion: 'apps/v1',
      metadata: { name, labels },
      spec: {
        replicas: k.flags.int('replicas'),
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers } },
      },
    });
  },
});

/** The last part of the image without tag and digest; names that are no labels get a random end. */
function containerName(k: Invocation, image: string): string {
  const base = (image.split('/').at(-1) ?? '').split(':')[0]?.split('@')[0] ?? '';
  if (!/[_.]/.test(base)) return base;
  const random = k.p.random('kubectl');
  let suffix = '';
  for (let index = 0; index < 5; index++) suffix += SUFFIX_LETTERS[random.below(SUFFIX_LETTERS.length)] ?? '';
  return `${base.replace(/[_.]/g, '-')}-${suffix}`;
}

/** `kubectl create job`: from an image or from a cron job. */
export const createJob: Command = generatorCommand({
  name: 'job',
  short: 'Create a job with the specified name',
  examples: [
    '# A job that runs one command',
    'kubectl create job hello --image=busybox -- date',
    '',
    '# A job from the template of a cron job',
    'kubectl create job by-hand --from=cronjob/nightly',
  ],
  use: 'NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...] [options]',
  flags: [
    { name: 'image', kind: 'string', usage: 'Image to run.' },
    { name: 'from', kind: 'string', usage: 'CronJob whose template is taken: cronjob/NAME.' },
  ],
  refusal: 'failed to create job: ',
  *build(k, name) {
    const [image, from] = [k.flags.text('image'), k.flags.text('from')];
    if (image === '' && from === '') return failed('either --image or --from must be specified');
    if (image !== '' && from !== '') return failed('cannot specify --image and --from');
    if (from !== '') return yield* jobFrom(k, name, from);
    return good(jobObject(name, podTemplate(name, image, commandArguments(k), 'Never')));
  },
});

function jobObject(name: string, template: Fields): Fields {
  return { kind: 'Job', apiVersion: 'batch/v1', metadata: { name }, spec: { template } };
}

function podTemplate(name: string, image: string, command: readonly string[], restartPolicy: string): Fields {
  const container = { name, image, ...(command.length > 0 ? { command } : {}) };
  return { spec: { containers: [container], restartPolicy } };
}

function* jobFrom(k: Invocation, name: string, from: string): Sys<Result<Fields, Failure>> {
  if (commandArguments(k).length > 0) return failed('cannot specify --from and command');
  const mapper = yield* k.mapper();
  if (!mapper.ok) return mapper;
  const [type = '', wanted = ''] = from.split('/');
  const mapping = mappingFor(mapper.value, type);
  if (!mapping.ok) return mapping;
  const source = yield* k.get(pathOf(mapping.value, k.namespace, wanted));
  if (!source.ok) return source;
  if (mapping.value.kind !== 'CronJob')
    return failed(`unknown object type *${mapping.value.group}.${mapping.value.kind}`);
  const template = fieldsAt(source.value, 'spec', 'jobTemplate');
  return good({
    kind: 'Job',
    apiVersion: 'batch/v1',
    metadata: {
      name,
      labels: fieldsAt(template, 'metadata', 'labels'),
      annotations: {
        'cronjob.kubernetes.io/instantiate': 'manual',
        ...fieldsAt(template, 'metadata', 'annotations'),
      },
      ownerReferences: [
        {
          apiVersion: 'batch/v1',
          kind: 'CronJob',
          name: nameOf(source.value),
          uid: textAt(source.value, 'metadata', 'uid'),
          controller: true,
        },
      ],
    },
    spec: at(template, 'spec'),
  });
}

/** `kubectl create cronjob`. */
export const createCronJob: Command = generatorCommand({
  name: 'cronjob',
  aliases: ['cj'],
  short: 'Create a cron job with the specified name',
  examples: [
    '# Every minute',
    'kubectl create cronjob tick --image=busybox --schedule="*/1 * * * *" -- date',
  ],
  use: "NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...] [flags] [options]",
  flags: [
    { name: 'image', kind: 'string', usage: 'Image to run.', required: true },
    { name: 'schedule', kind: 'string', usage: 'When, in five fields of cron.', required: true },
    {
      name: 'restart',
      kind: 'string',
      usage: 'restartPolicy of the Pods: OnFailure or Never.',
      values: ['OnFailure', 'Never'],
    },
  ],
  refusal: 'failed to create cronjob: ',
  *build(k, name) {
    const template = podTemplate(
      name,
      k.flags.text('image'),
      commandArguments(k),
      k.flags.text('restart') || 'OnFailure',
    );
    return good({
      kind: 'CronJob',
      apiVersion: 'batch/v1',
      metadata: { name },
      spec: {
        schedule: k.flags.text('schedule'),
        jobTemplate: { metadata: { name }, spec: { template } },
      },
    });
  },
});
