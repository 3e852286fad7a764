import { PageTitle } from '@/ui/PageTitle';

export function NewActionPage() {
  return <PageTitle>NewActionPage</PageTitle>;
}
