import { FrontDoor } from './FrontDoor';

export function ResetPasswordPage() {
  return <FrontDoor title="ResetPassword">x</FrontDoor>;
}
