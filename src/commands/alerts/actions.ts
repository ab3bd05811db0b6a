import type { Known } from '../../core/watch/alert.ts';
import { action, line, type Action } from '../reply/reply.ts';
import { editForm } from './forms.ts';

/** What can be done with one alert. One of the configuration is changed there. */
export function alertActions({ alert, made, paused }: Known): readonly Action[] {
  const { name } = alert;
  return [
    ...(made === undefined ? [] : [action('Edit', line`alerts edit ${name}`, 'normal', editForm(alert))]),
    paused === undefined
      ? action('Pause', line`alerts pause ${name}`)
      : action('Let it go on', line`alerts resume ${name}`),
    action('Run now', line`alerts run ${name}`),
    action('Test', line`alerts test ${name}`),
    ...(made === undefined ? [] : [action('Remove', line`alerts remove ${name}`, 'danger')]),
  ];
}
