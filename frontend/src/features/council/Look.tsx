import { useState } from 'react';
import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { faultAt } from '@/api/problems';
import { useSend } from '@/api/use-send';
import { Form } from '@/ui/Form';
import { LinkButton } from '@/ui/LinkButton';
import { ProblemSummary } from '@/ui/ProblemSummary';
import { TextField } from '@/ui/TextField';
import { contrastWithWhite, darkEnough } from './contrast';
import styles from './Look.module.css';
import { readBrandingAgain } from './read-branding-again';

type Council = Schema<'CouncilRead'>;

const OURS = '#0b3b4a';
const of = (council: Council) => ({
  path: { council_id: council.id },
  header: ifMatch(council.version),
});

/** How the council's pages look: the colour of the bar above them, and the logo in it. */
export function Look({ council }: { council: Council }) {
  return (
    <>
      <h2>Colour</h2>
      <Colour key={council.colour} council={council} />
      <h2>Logo</h2>
      <LogoForm council={council} />
    </>
  );
}

function Colour({ council }: { council: Council }) {
  const [colour, setColour] = useState(council.colour ?? OURS);
  const contrast = contrastWithWhite(colour);
  const shade = darkEnough(colour);
  return (
    <Form
      submit="Use this colour"
      others={council.colour ? [{ action: 'clear', label: 'Use Quarterdeck’s own' }] : []}
      onSubmit={(_, action) =>
        unwrap(
          api.PATCH('/api/v1/councils/{council_id}', {
            params: of(council),
            body: { colour: action === 'clear' ? null : colour },
          }),
        )
      }
      onDone={readBrandingAgain}
    >
      <TextField
        name="colour"
        type="color"
        label="Colour of the bar above every page"
        hint="White text stands on it. In dark mode a darker shade is used."
        value={colour}
        onChange={(event) => setColour(event.currentTarget.value)}
        narrow
      />
      <p className={styles.sample} style={{ backgroundColor: colour }} aria-hidden="true">
        {council.name}
      </p>
      <p role="status">
        {contrast >= 4.5 ? (
          `White text on ${colour} can be read: ${contrast.toFixed(1)} to 1.`
        ) : (
          <>
            White text on {colour} is hard to read: {contrast.toFixed(1)} to 1, where 4.5 is needed.{' '}
            <LinkButton onClick={() => setColour(shade)}>Take {shade}, the nearest that will do</LinkButton>
          </>
        )}
      </p>
    </Form>
  );
}

function LogoForm({ council }: { council: Council }) {
  const { run, busy, problem } = useSend(
    () => unwrap(api.DELETE('/api/v1/councils/{council_id}/logo', { params: of(council) })),
    readBrandingAgain,
  );
  return (
    <>
      {problem ? <ProblemSummary problem={problem} /> : null}
      <Form
        key={council.logo}
        submit={council.logo ? 'Replace the logo' : 'Use this logo'}
        onSubmit={(values) => {
          const file = values.file('file');
          if (!file) throw faultAt('file', 'Choose a picture first.');
          const body = new FormData();
          body.append('file', file);
          return unwrap(
            api.PUT('/api/v1/councils/{council_id}/logo', {
              params: of(council),
              body: body as never,
              bodySerializer: (given) => given as never,
            }),
          );
        }}
      >
        <TextField
          name="file"
          type="file"
          label="Picture"
          hint="PNG, JPEG or WebP, at most 200 kB; 200 pixels high is plenty."
          accept="image/png,image/jpeg,image/webp"
        />
      </Form>
      {council.logo ? (
        <LinkButton onClick={() => run()} aria-disabled={busy || undefined}>
          Remove the logo
        </LinkButton>
      ) : null}
    </>
  );
}
