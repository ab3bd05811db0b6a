import { cloudContract } from '../../../contracts/cloud.ts';
import { openAwsHouse } from './house.ts';

cloudContract('aws', () => openAwsHouse());
