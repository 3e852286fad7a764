import { FrontDoor } from './FrontDoor';

export function ForgottenPasswordPage() {
  return <FrontDoor title="ForgottenPassword">x</FrontDoor>;
}
