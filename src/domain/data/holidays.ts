/**
 * Poland's days off by law: the act of 18 January 1951 on days free from work, with its amendments. Easter and Pentecost
 * Sunday are holidays too, but no more days off than any Sunday; they are listed for completeness.
 */

/** Same day every year, `MM-DD`, from the year it became a holiday in its present form. */
export const PL_FIXED_HOLIDAYS = [
  { day: '01-01', name: 'New Year', fromYear: 1951 },
  { day: '01-06', name: 'Epiphany', fromYear: 2011 },
  { day: '05-01', name: 'Labour Day', fromYear: 1951 },
  { day: '05-03', name: 'Constitution Day', fromYear: 1990 },
  { day: '08-15', name: 'Assumption', fromYear: 1989 },
  { day: '11-01', name: 'All Saints', fromYear: 1951 },
  { day: '11-11', name: 'Independence Day', fromYear: 1989 },
  { day: '12-24', name: 'Christmas Eve', fromYear: 2025 },
  { day: '12-25', name: 'Christmas Day', fromYear: 1951 },
  { day: '12-26', name: 'Second day of Christmas', fromYear: 1951 },
] as const

export const PL_MOVABLE_HOLIDAYS = [
  { name: 'Easter Sunday', afterEaster: 0 },
  { name: 'Easter Monday', afterEaster: 1 },
  { name: 'Pentecost Sunday', afterEaster: 49 },
  { name: 'Corpus Christi', afterEaster: 60 },
] as const
