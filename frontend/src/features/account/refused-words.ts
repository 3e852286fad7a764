/** Why somebody came back from the council's sign-in service without being signed in: the codes of the service. */
const REFUSED: Record<string, { title: string; text: string }> = {
  'sign-in-stale': {
    title: 'That sign-in is out of date',
    text: 'It took too long, was used already, or was begun in another window. Start again below.',
  },
  'sign-in-cancelled': {
    title: 'You were not signed in',
    text: 'The sign-in was cancelled, or your council’s sign-in service refused it. You can try again below.',
  },
  'token-refused': {
    title: 'You were not signed in',
    text: 'What your council’s sign-in service sent could not be trusted. Start again; if it stays so, tell your IT service desk.',
  },
  'provider-away': {
    title: 'Your council’s sign-in service does not answer',
    text: 'Nothing is wrong with your account. Try again in a minute.',
  },
  'no-role': {
    title: 'You have no role in Quarterdeck',
    text: 'Your council account is in order, but it has no role here. Ask your performance team, or whoever looks after access to Quarterdeck, for one.',
  },
  'not-known': {
    title: 'Nobody here goes with your council account',
    text: 'Ask your Quarterdeck administrator to add you, with the e-mail address of your council account.',
  },
  'account-closed': {
    title: 'Your account here is closed',
    text: 'Ask your Quarterdeck administrator if you still need it.',
  },
  'address-taken': {
    title: 'Is this you?',
    text: 'Somebody here has your e-mail address already, and your council’s sign-in service does not vouch for it. Sign in with your password and connect the two under Your account, or ask your Quarterdeck administrator.',
  },
  'connected-elsewhere': {
    title: 'Your account here belongs to another council account',
    text: 'Ask your Quarterdeck administrator to disconnect the old one; then sign in again.',
  },
  'no-council': {
    title: 'Single sign-on is not set up yet',
    text: 'Tell whoever runs Quarterdeck that it does not know to which council you belong.',
  },
  'too-many-guesses': {
    title: 'Too many attempts',
    text: 'Wait five minutes, then try again.',
  },
};

/** The words for a code; for one that is not ours, that it did not work. */
export function refusedWords(code: string) {
  return (
    REFUSED[code] ?? {
      title: 'You were not signed in',
      text: 'Try again; if it stays so, ask your administrator.',
    }
  );
}
