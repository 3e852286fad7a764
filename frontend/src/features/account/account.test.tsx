import { screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, test } from 'vitest';
import { noteSignedIn } from '@/api/session';
import { listOf, renderPage, session } from '@/testing/page';
import { answers, refuses, server, takes } from '@/testing/server';

beforeEach(() =>
  answers('/api/v1/sign-in-options', {
    councils: ['Exampleton Borough Council'],
    password: true,
    provider: null,
    mail_enabled: true,
  }),
);

describe('signing in', () => {
  test('refused says that the two do not go together, and keeps the address typed', async () => {
    refuses('post', '/api/v1/session', {
      status: 401,
      detail: 'This e-mail address and password do not go together.',
    });
    const { user } = renderPage('/sign-in');
    await user.type(await screen.findByLabelText('E-mail address'), 'officer@example.gov.uk');
    await user.type(screen.getByLabelText('Password'), 'wrong');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    const summary = await screen.findByRole('alert');
    expect(summary).toHaveTextContent('This e-mail address and password do not go together.');
    expect(summary).toHaveFocus();
    expect(screen.getByLabelText('E-mail address')).toHaveValue('officer@example.gov.uk');
  });

  test('refused for a while says how long to wait', async () => {
    refuses('post', '/api/v1/session', {
      status: 429,
      detail: 'Too many attempts. Wait 240 seconds, then try again.',
    });
    const { user } = renderPage('/sign-in');
    await user.click(await screen.findByRole('button', { name: 'Sign in' }));
    expect(await screen.findByText(/Wait 240 seconds/)).toBeVisible();
  });

  test('tells somebody whose session ended, and leads back to where they were', async () => {
    noteSignedIn(true);
    const sent = takes('post', '/api/v1/session', session());
    answers('/api/v1/search', { items: [], more: [] });
    const { user, router } = renderPage('/sign-in?next=%2Fsearch%3Fq%3Dhomes');
    expect(await screen.findByText(/Your session has ended/)).toBeVisible();
    await user.type(await screen.findByLabelText('E-mail address'), 'officer@example.gov.uk');
    await user.type(screen.getByLabelText('Password'), 'three random words');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    await waitFor(() => expect(router.state.location.href).toBe('/search?q=homes'));
    expect(sent[0]?.body).toEqual({
      email: 'officer@example.gov.uk',
      password: 'three random words',
      code: '',
    });
  });

  test('asks for the code of whoever has a second step, and sends both', async () => {
    const sent: unknown[] = [];
    server.use(
      http.post('*/api/v1/session', async ({ request }) => {
        const body = (await request.json()) as { code: string };
        sent.push(body.code);
        return body.code
          ? HttpResponse.json(session())
          : HttpResponse.json({ type: 'https://x/code-needed', detail: 'Type the code.' }, { status: 401 });
      }),
    );
    answers('/api/v1/home', { today: '2026-11-30', groups: [], nothing_waits: true });
    const { user, router } = renderPage('/sign-in');
    await user.type(await screen.findByLabelText('E-mail address'), 'officer@example.gov.uk');
    await user.type(screen.getByLabelText('Password'), 'three random words');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    await user.type(await screen.findByLabelText('Code'), '123 456');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    await waitFor(() => expect(router.state.location.href).toBe('/'));
    expect(sent).toEqual(['', '123 456']);
  });

  test('leads nowhere outside', async () => {
    takes('post', '/api/v1/session', session());
    answers('/api/v1/home', { today: '2026-11-30', groups: [], nothing_waits: true });
    const { user, router } = renderPage('/sign-in?next=%2F%2Fevil.example%2F');
    await user.click(await screen.findByRole('button', { name: 'Sign in' }));
    await waitFor(() => expect(router.state.location.href).toBe('/'));
  });

  test('says so to somebody who is signed in already', async () => {
    noteSignedIn(true);
    renderPage('/sign-in');
    expect(await screen.findByText(/You are signed in as Performance Manager/)).toBeVisible();
  });
});

describe('with the council’s own sign-in service', () => {
  const both = { councils: [], password: true, provider: 'Exampleton account', mail_enabled: false };

  test('its button leads there and on to the page that was wanted', async () => {
    answers('/api/v1/sign-in-options', both);
    renderPage('/sign-in?next=%2Fsearch%3Fq%3Dhomes');
    const way = await screen.findByRole('link', { name: 'Sign in with Exampleton account' });
    expect(way).toHaveAttribute('href', '/api/v1/session/oidc/start?next=%2Fsearch%3Fq%3Dhomes');
    expect(screen.getByRole('heading', { name: 'Or with a password' })).toBeVisible();
  });

  test('alone there is no form', async () => {
    answers('/api/v1/sign-in-options', { ...both, password: false });
    renderPage('/sign-in');
    expect(await screen.findByRole('link', { name: /Sign in with/ })).toBeVisible();
    expect(screen.queryByLabelText('Password')).toBeNull();
  });

  test('somebody without a role is told whom to ask, and an odd code is not repeated', async () => {
    answers('/api/v1/sign-in-options', both);
    const { router } = renderPage('/sign-in?refused=no-role');
    expect(await screen.findByText(/Ask your performance team/)).toBeVisible();
    await router.navigate({ href: '/sign-in?refused=call-0800' });
    expect(await screen.findByText(/Try again; if it stays so/)).toBeVisible();
    expect(screen.queryByText(/0800/)).toBeNull();
  });
});

describe('a lost password', () => {
  test('is asked for without telling who has an account', async () => {
    const sent = takes('post', '/api/v1/session/password-resets', { mail_enabled: true });
    const { user } = renderPage('/forgotten-password');
    await user.type(await screen.findByLabelText('E-mail address'), 'officer@example.gov.uk');
    await user.click(screen.getByRole('button', { name: 'Send me a link' }));
    expect(await screen.findByText(/If officer@example.gov.uk signs in here/)).toBeVisible();
    expect(sent[0]?.body).toEqual({ email: 'officer@example.gov.uk' });
  });

  test('is a matter for the administrator where no mail is sent', async () => {
    answers('/api/v1/sign-in-options', { councils: [], password: true, provider: null, mail_enabled: false });
    renderPage('/forgotten-password');
    expect(await screen.findByText(/Ask your administrator/)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Send me a link' })).toBeNull();
  });

  test('is replaced with the token of the link, which the address then forgets', async () => {
    const sent: unknown[] = [];
    server.use(
      http.post('*/api/v1/session/password-resets/use', async ({ request }) => {
        sent.push(await request.json());
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { user, router } = renderPage('/reset-password#token=abc-123');
    await user.type(await screen.findByLabelText('New password'), 'three random words');
    await user.click(screen.getByRole('button', { name: 'Set the new password' }));
    expect(await screen.findByText('Your new password is set')).toBeVisible();
    expect(sent).toEqual([{ token: 'abc-123', new_password: 'three random words' }]);
    expect(router.state.location.hash).toBe('');
  });

  test('is not replaced without the whole link', async () => {
    renderPage('/reset-password');
    expect(await screen.findByText(/lacks the link's last part/)).toBeVisible();
  });
});

describe('the account', () => {
  beforeEach(() => {
    answers('/api/v1/units', listOf());
    answers('/api/v1/portfolios', listOf());
    answers('/api/v1/bodies', listOf());
    answers('/api/v1/posts', listOf());
    const lent = {
      id: 3,
      from_person_id: 1,
      from_name: 'Performance Manager',
      to_person_id: 4,
      to_name: 'Performance Officer',
      valid_from: '2026-11-01',
      valid_to: '2126-12-01',
      in_force: true,
      reason: 'Annual leave',
      version: 2,
    };
    answers('/api/v1/delegations', listOf(lent));
    answers('/api/v1/session/second-factor', { possible: true, active: false, recovery_codes_left: 0 });
  });

  test('takes a second step: the picture, its code, and the recovery codes once', async () => {
    takes('post', '/api/v1/session/second-factor', {
      secret: 'ABCD EFGH',
      address: 'otpauth://totp/x',
      picture: 'M4 4h7v1h-7z',
      picture_size: 41,
    });
    const sent = takes('post', '/api/v1/session/second-factor/confirm', { recovery_codes: ['abcd-efgh'] });
    const { user } = renderPage('/account');
    await user.click(await screen.findByRole('button', { name: 'Add a second step' }));
    const dialog = within(screen.getByRole('dialog'));
    await user.type(dialog.getByLabelText('Your password'), 'three random words');
    await user.click(dialog.getByRole('button', { name: 'Continue' }));
    expect(await dialog.findByText('ABCD EFGH')).toBeVisible();
    await user.type(dialog.getByLabelText('Code that the app shows now'), '123456');
    await user.click(dialog.getByRole('button', { name: 'Add the second step' }));
    expect(await dialog.findByText('abcd-efgh')).toBeVisible();
    expect(sent[0]?.body).toEqual({ code: '123456' });
  });

  test('says in words what somebody may do, and how far it reaches', async () => {
    renderPage('/account');
    const roles = within(await screen.findByRole('table', { name: /Your roles/ }));
    expect(roles.getByText('Performance team')).toBeVisible();
    expect(roles.getByText('The whole council')).toBeVisible();
  });

  test('says who acts for one, and ends it at once', async () => {
    const sent = takes('patch', '/api/v1/delegations/3', {});
    const { user } = renderPage('/account');
    expect(await screen.findByText('Performance Officer acts for you')).toBeVisible();
    await user.click(screen.getByRole('button', { name: /^End/ }));
    await user.click(screen.getByRole('button', { name: 'End it now', hidden: true }));
    await waitFor(() => expect(sent[0]?.ifMatch).toBe('"2"'));
  });

  test('changes a password, and shows at its field what is wrong with it', async () => {
    refuses('post', '/api/v1/session/password', {
      status: 422,
      detail: 'Some of what was sent is not right.',
      errors: [{ pointer: '/new', code: 'password_length', detail: 'A password has 12 to 200 characters.' }],
    });
    const { user } = renderPage('/account');
    await user.type(await screen.findByLabelText('Current password'), 'old');
    await user.type(screen.getByLabelText('New password'), 'short');
    await user.click(screen.getByRole('button', { name: 'Change the password' }));
    expect(await screen.findByRole('link', { name: 'A password has 12 to 200 characters.' })).toBeVisible();
    expect(screen.getByLabelText('New password')).toHaveAccessibleDescription(/12 to 200/);
  });
});
