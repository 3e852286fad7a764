import { PageTitle } from '@/ui/PageTitle';

export function NewRestatementPage() {
  return <PageTitle>NewRestatementPage</PageTitle>;
}
