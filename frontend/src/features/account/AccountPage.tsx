import { useSuspenseQuery } from '@tanstack/react-query';
import { useSession } from '@/api/session';
import { PageTitle } from '@/ui/PageTitle';
import { ChangePassword } from './ChangePassword';
import { CouncilAccount } from './CouncilAccount';
import { Delegations } from './Delegations';
import { MyRoles } from './MyRoles';
import { secondFactorQuery } from './queries';
import { SecondFactor } from './SecondFactor';
import { SignOut } from './SignOut';

/** Who one is here, what one may do, who acts for one, and how one signs in. */
export function AccountPage() {
  const session = useSession();
  const { data: factor } = useSuspenseQuery(secondFactorQuery());
  return (
    <>
      <PageTitle title="Your account" caption={session.council_name} aside={<SignOut />}>
        {session.name}
      </PageTitle>
      <MyRoles session={session} />
      <Delegations session={session} />
      <CouncilAccount session={session} />
      <SecondFactor />
      {/* Whoever signs in with their council account has no password here. */}
      {factor.possible ? <ChangePassword name={session.name} /> : null}
    </>
  );
}
