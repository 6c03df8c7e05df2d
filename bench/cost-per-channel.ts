/** A figure of one size of the bench, with the channels of either kind that it was measured with. */
export interface SizedFigure {
  readonly translated: number;
  readonly carryFloor: number;
  readonly value: number;
}

/** What one more channel of either kind adds. Absent: the sizes do not tell. */
export interface CostPerChannel {
  readonly translated?: number;
  readonly carryFloor?: number;
}

/**
 * The plane nearest to `figures` (ordinary least squares in two variables): translated channels and floor carriers cost so differently
 * that one slope over both says nothing of either. A kind of which there was the same number in every size has no cost, and neither
 * has one when both only grew in step.
 */
export function costPerChannel(figures: readonly SizedFigure[]): CostPerChannel {
  const mean = (key: keyof SizedFigure): number => figures.reduce((sum, figure) => sum + figure[key], 0) / figures.length;
  const means = { translated: mean('translated'), carryFloor: mean('carryFloor'), value: mean('value') };
  const together = (a: keyof SizedFigure, b: keyof SizedFigure): number => figures.reduce((sum, figure) => sum + (figure[a] - means[a]) * (figure[b] - means[b]), 0);
  const translated = together('translated', 'translated');
  const carryFloor = together('carryFloor', 'carryFloor');
  const both = together('translated', 'carryFloor');
  const ofTranslated = together('translated', 'value');
  const ofCarryFloor = together('carryFloor', 'value');
  if (carryFloor === 0) return translated === 0 ? {} : { translated: ofTranslated / translated };
  if (translated === 0) return { carryFloor: ofCarryFloor / carryFloor };
  const apart = translated * carryFloor - both ** 2;
  // Numbers of channels are small and whole: what is left of two that grew in step is rounding.
  if (apart < 1e-9 * translated * carryFloor) return {};
  return { translated: (ofTranslated * carryFloor - ofCarryFloor * both) / apart, carryFloor: (ofCarryFloor * translated - ofTranslated * both) / apart };
}
