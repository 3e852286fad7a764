import { PageTitle } from '@/ui/PageTitle';

export function MeetingsPage() {
  return <PageTitle>MeetingsPage</PageTitle>;
}
