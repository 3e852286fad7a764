import { PageTitle } from '@/ui/PageTitle';

export function ActionsPage() {
  return <PageTitle>ActionsPage</PageTitle>;
}
