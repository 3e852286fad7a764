import { useSession } from '@/api/session';
import { PageTitle } from '@/ui/PageTitle';
import { ChangePassword } from './ChangePassword';
import { Delegations } from './Delegations';
import { MyRoles } from './MyRoles';
import { SignOut } from './SignOut';

/** Who one is here, what one may do, who acts for one, and one's password. */
export function AccountPage() {
  const session = useSession();
  return (
    <>
      <PageTitle title="Your account" caption={session.council_name} aside={<SignOut />}>
        {session.name}
      </PageTitle>
      <MyRoles session={session} />
      <Delegations session={session} />
      <ChangePassword name={session.name} />
    </>
  );
}
