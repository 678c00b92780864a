const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** `×10⁻⁶`; empty for the exponent 0. */
export function powerOfTen(exponent: number): string {
  if (exponent === 0) return "";
  const digits = [...String(Math.abs(exponent))].map((digit) => superscripts[Number(digit)]);
  return `×10${exponent < 0 ? "⁻" : ""}${digits.join("")}`;
}

/** A true minus sign, which is as wide as a digit is. */
export function withMinusSign(number: string): string {
  return number.replace("-", "−");
}

/** Three significant digits: `0.0373`, `−12.5`, and outside [0.001, 100 000) with an exponent: `3.73×10⁻⁶`. */
export function formatNumber(value: number): string {
  if (value === 0) return "0";
  const [mantissa, exponent] = value.toExponential(2).split("e");
  const power = Number(exponent);
  if (power >= -3 && power < 5) return withMinusSign(String(Number(value.toPrecision(3))));
  return withMinusSign(String(Number(mantissa))) + powerOfTen(power);
}
