import type { Random } from '../random.ts';
import type { RsaPrivateKey } from './rsa.ts';

/**
 * What a search for primes has just done, as OpenSSL shows it: `.` tried a number, `+` found it without small factors
 * or let it pass a round of the test, `*` found a prime, a line feed ended a half of the key.
 */
export type SearchStep = string;

/** Small primes that candidates are divided by first: so many for numbers up to so many bits. */
const TRIALS = [
  { bits: 512, primes: 64 },
  { bits: 1024, primes: 128 },
  { bits: 2048, primes: 384 },
] as const;
/** Rounds that OpenSSL reports for a prime. */
const REPORTED_ROUNDS = 64;
/** Rounds that are worked: for a random number of this size a composite passes them once in more than 2^100 tries. */
const WORKED_ROUNDS = 3;
const EXPONENT = 65_537n;
const SMALL_PRIMES = smallPrimes(2700);

/** Lengths of the auxiliary primes by the length of the modulus. */
const AUXILIARY = [
  { bits: 4096, length: 201 },
  { bits: 3072, length: 171 },
  { bits: 0, length: 141 },
] as const;

/**
 * Makes an RSA key out of a stream of chance: the same stream gives the same key. It works in steps of a few
 * milliseconds, each of them what OpenSSL shows as progress, so that whoever asks can let others have their turn.
 * @upstream crypto/rsa/rsa_sp800_56b_gen.c ossl_rsa_sp800_56b_generate_key
 */
export function* generateRsa(random: Random, bits: number): Generator<SearchStep, RsaPrivateKey> {
  const half = Math.floor(bits / 2);
  const p = yield* probablePrime(random, half, bits, undefined);
  const q = yield* probablePrime(random, half, bits, p);
  const [larger, smaller] = p > q ? [p, q] : [q, p];
  const common = greatestDivisor(larger - 1n, smaller - 1n);
  const d = inverse(EXPONENT, ((larger - 1n) * (smaller - 1n)) / common);
  return {
    n: larger * smaller,
    e: EXPONENT,
    d,
    p: larger,
    q: smaller,
    dP: d % (larger - 1n),
    dQ: d % (smaller - 1n),
    qInv: inverse(smaller, larger),
  };
}

/**
 * A prime whose neighbours have large prime factors.
 * @upstream crypto/bn/bn_rsa_fips186_4.c ossl_bn_rsa_fips186_4_gen_prob_primes
 */
function* probablePrime(
  random: Random,
  half: number,
  bits: number,
  other: bigint | undefined,
): Generator<SearchStep, bigint> {
  const length = AUXILIARY.find((row) => bits >= row.bits)?.length ?? 141;
  const one = yield* auxiliaryPrime(random, length);
  const two = yield* auxiliaryPrime(random, length);
  const step = 2n * one * two;
  const remainder = inverse(two, 2n * one) * two - inverse(2n * one, two) * 2n * one;
  for (;;) {
    const start = upperHalf(random, half);
    let candidate = start + ((((remainder - start) % step) + step) % step);
    for (let tries = 0; tries < 5 * half && candidate >> BigInt(half) === 0n; tries++) {
      yield '.';
      const isFar = other === undefined || distance(candidate, other) >> BigInt(half - 100) > 0n;
      if (isFar && greatestDivisor(candidate - 1n, EXPONENT) === 1n && (yield* isPrime(random, candidate))) {
        yield '\n';
        return candidate;
      }
      candidate += step;
    }
  }
}

function* auxiliaryPrime(random: Random, length: number): Generator<SearchStep, bigint> {
  for (let candidate = randomBits(random, length) | 1n | (1n << BigInt(length - 1)); ; candidate += 2n) {
    yield '.';
    if (!(yield* isPrime(random, candidate))) continue;
    yield '*';
    return candidate;
  }
}

/** Small factors first, then Miller and Rabin's test. */
function* isPrime(random: Random, candidate: bigint): Generator<SearchStep, boolean> {
  const length = candidate.toString(2).length;
  const trials = TRIALS.find(({ bits }) => length <= bits)?.primes ?? SMALL_PRIMES.length;
  for (let at = 1; at < trials; at++) if (candidate % (SMALL_PRIMES[at] ?? 1n) === 0n) return false;
  yield '+';
  for (let round = 0; round < WORKED_ROUNDS; round++) {
    if (!passesRound(candidate, 2n + (randomBits(random, length) % (candidate - 3n)))) return false;
    yield '+';
  }
  yield '+'.repeat(REPORTED_ROUNDS - WORKED_ROUNDS);
  return true;
}

function passesRound(candidate: bigint, witness: bigint): boolean {
  const last = candidate - 1n;
  let odd = last;
  let halvings = 0;
  for (; odd % 2n === 0n; odd /= 2n) halvings++;
  let power = powerOf(witness, odd, candidate);
  if (power === 1n || power === last) return true;
  for (let at = 1; at < halvings; at++) {
    power = (power * power) % candidate;
    if (power === last) return true;
  }
  return false;
}

function powerOf(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let power = 1n;
  for (const bit of exponent.toString(2)) {
    power = (power * power) % modulus;
    if (bit === '1') power = (power * base) % modulus;
  }
  return power;
}

/** A number between √2·2^(length−1) and 2^length, so that the product of two has exactly twice the length. */
function upperHalf(random: Random, length: number): bigint {
  // 0xB504F334 are the first 32 bits of 1/√2, rounded up.
  for (;;) {
    const number = randomBits(random, length);
    if (number >> BigInt(length - 32) >= 0xb504f334n) return number;
  }
}

function randomBits(random: Random, length: number): bigint {
  let number = 0n;
  for (let have = 0; have < length; have += 32) number = (number << 32n) | BigInt(random.bits());
  return number & ((1n << BigInt(length)) - 1n);
}

function distance(a: bigint, b: bigint): bigint {
  return a > b ? a - b : b - a;
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [a, b];
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}

function inverse(value: bigint, modulus: bigint): bigint {
  let [previous, current] = [modulus, value % modulus];
  let [before, factor] = [0n, 1n];
  while (current !== 0n) {
    const quotient = previous / current;
    [previous, current] = [current, previous - quotient * current];
    [before, factor] = [factor, before - quotient * factor];
  }
  return ((before % modulus) + modulus) % modulus;
}

function smallPrimes(below: number): readonly bigint[] {
  const primes: number[] = [];
  for (let number = 2; number < below; number++)
    if (primes.every((prime) => number % prime !== 0)) primes.push(number);
  return primes.map(BigInt);
}
