/**
 * What was chosen or typed beside a figure and never sent, a sentence each. The fields of those forms keep what is in
 * them to themselves, so it is the page that is asked: what holds such a form says in `data-unsent` what would be lost.
 */
export function unsent(): string[] {
  return [...document.querySelectorAll<HTMLElement>('[data-unsent]')]
    .filter((panel) =>
      [...panel.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input[type=file], textarea')].some(
        (field) => field.value.trim() !== '',
      ),
    )
    .map((panel) => panel.dataset.unsent ?? '');
}
