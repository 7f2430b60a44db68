export { toGcj02, toWgs84 } from '../../../cloudfunctions/domain/coordinates'
