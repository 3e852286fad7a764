import { afterEach, expect, it } from 'vitest';
import { unsent } from './unsent';

afterEach(() => document.body.replaceChildren());

it('tells what was begun beside a figure and not sent, and only that', () => {
  document.body.innerHTML = `
    <section data-unsent="H1: not sent."><textarea> Why? </textarea></section>
    <section data-unsent="H2: not sent."><textarea></textarea><input type="file" /></section>
    <textarea>The commentary is saved by itself.</textarea>`;
  expect(unsent()).toEqual(['H1: not sent.']);
});
