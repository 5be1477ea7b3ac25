/**
 * Stands in for `adaptivecards/src/schema`, which the typings of adaptivecards-templating name: that package ships it as
 * TypeScript source, and source of others would be compiled by our settings. Only the shape of a card's root is used.
 */
export interface IAdaptiveCard {
  readonly type: 'AdaptiveCard'
  readonly [field: string]: unknown
}
