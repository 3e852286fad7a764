import { Form } from '@/ui/Form';
import { TextArea } from '@/ui/TextArea';
import { TextField } from '@/ui/TextField';
import { type ComparisonFile, stateSource } from './queries';

/** Where a file is from: without publisher, title and day nothing of it is loaded. */
export function SourceForm({ file }: { file: ComparisonFile }) {
  return (
    <section aria-labelledby="source">
      <h2 id="source">Where it is from</h2>
      <Form
        submit="Save the source"
        onSubmit={(values) =>
          stateSource(file, {
            ...(values.text('publisher') ? { publisher: values.text('publisher') } : {}),
            ...(values.text('title') ? { title: values.text('title') } : {}),
            ...(values.text('published_on') ? { published_on: values.day('published_on') } : {}),
            link: values.text('link'),
            licence: values.text('licence'),
            definition_note: values.text('definition_note'),
          })
        }
      >
        <TextField
          name="publisher"
          label="Who published it"
          defaultValue={file.publisher}
          hint="For example the government department."
        />
        <TextField name="title" label="What the publication is called" defaultValue={file.title} />
        <TextField
          name="published_on"
          label="Published on"
          type="date"
          narrow
          defaultValue={file.published_on ?? ''}
        />
        <TextField name="link" label="Address of the publication" optional defaultValue={file.link} />
        <TextField name="licence" label="Licence" optional defaultValue={file.licence} />
        <TextArea
          name="definition_note"
          label="How it counts, where that differs from your indicator"
          hint="Shown beside every comparison with these figures."
          optional
          defaultValue={file.definition_note}
        />
      </Form>
    </section>
  );
}
