export const NEW_PASSWORD_HINT =
  'At least 12 characters. Three random words are easy to remember and hard to guess; leave out your name and the council.';
