/**
 * `eu-west-1`, and Local and Wavelength Zones as `us-west-2-lax-1`. A part of the world and a point of the compass
 * are asked for, because people call machines `web-api-1`. Whether AWS has it is for AWS to say: regions are added.
 */
const regionForm =
  /^(af|ap|ca|cn|eu|eusc|il|me|mx|sa|us)(-[a-z]+)?-(central|(north|south)?(east|west)|north|south)-\d(-[a-z]+-\d+[a-z]?|-wl\d(-[a-z0-9]+)?)?$/i;

/** Whether a word has the form of a region. */
export const isRegionWord = (word: string): boolean => regionForm.test(word);

/** Whether a name is that of a region itself, not of a Local or Wavelength Zone, whose names go on after the region's number. */
export const isWholeRegion = (name: string): boolean => /^[a-z]+(-[a-z]+)+-\d$/.test(name);
