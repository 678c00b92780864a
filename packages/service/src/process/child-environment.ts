/** The environment of job processes: that of the service, without what lets one use it. */
type Variables = Readonly<Record<string, string | undefined>>;

/** A job process is told where the database is when it is opened; settings of its client (`PG…`) stay. */
const withheld = /^(DATABASE_URL|REDIS_URL)$|TOKEN|SECRET|PASSW|CREDENTIAL|API_?KEY|PRIVATE_?KEY|AUTH/i;
const isOfClient = (name: string) => name.startsWith("PG");

/** @param scratch folder for its temporary files */
export function childEnvironment(variables: Variables, scratch: string): Record<string, string | undefined> {
  const kept = Object.entries(variables).filter(([name]) => isOfClient(name) || !withheld.test(name));
  return { ...Object.fromEntries(kept), TMPDIR: scratch, TMP: scratch, TEMP: scratch };
}
