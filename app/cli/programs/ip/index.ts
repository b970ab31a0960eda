import type { Network } from '../../../linux/network.ts';
import type { Process, ProgramSpec, Sys } from '../../../linux/process/program.ts';
import { EVERYWHERE } from '../../tool/tool.ts';
import { addressText, briefAddresses, briefLinks, linkText } from './links.ts';
import { neighbours, routeGet, routeLines } from './routes.ts';

const OBJECTS = ['address', 'route', 'link', 'neighbour', 'neighbor', 'rule', 'netns', 'monitor'];

/** ip of iproute2: addresses, links, routes and neighbours of the caller's namespace, for reading. */
export function ipProgram(network: Network): ProgramSpec {
  return {
    name: 'ip',
    help: 'ip [-br] [-4] addr|link|route|neigh [show] [dev DEVICE], ip route get ADDRESS',
    on: EVERYWHERE,
    directory: '/usr/sbin',
    run: (p) => run(p, network),
  };
}

const USAGE = `Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }
       ip [ -force ] -batch filename
where  OBJECT := { address | addrlabel | amt | fou | help | ila | ioam | l2tp |
                   link | macsec | maddress | monitor | mptcp | mroute | mrule |
                   neighbor | neighbour | netconf | netns | nexthop | ntable |
                   ntbl | route | rule | sr | tap | tcpmetrics |
                   token | tunnel | tuntap | vrf | xfrm }
`;

function* run(p: Process, network: Network): Sys<number> {
  const words = p.argv.slice(1);
  const options: string[] = [];
  while (words[0]?.startsWith('-')) options.push(words.shift() ?? '');
  const [object, ...rest] = words;
  if (object === undefined) {
    yield* p.warn(USAGE);
    return 255;
  }
  const brief = options.some((option) => /^-br(ief)?$/.test(option));
  const only4 = options.includes('-4');
  const only6 = options.includes('-6');
  const name = OBJECTS.find((one) => one.startsWith(object));
  const device = deviceOf(rest);
  if (device !== undefined && !network.interfaces(p.netns).some((face) => face.name === device)) {
    yield* p.warn(
      name === 'route' ? `Cannot find device "${device}"\n` : `Device "${device}" does not exist.\n`,
    );
    return 1;
  }
  const faces = network.interfaces(p.netns).filter((face) => device === undefined || face.name === device);
  const [command] = rest;
  if (command !== undefined && /^(add|del|delete|change|replace|set|flush|append)$/.test(command)) {
    yield* p.warn(`lintas: ip ${name ?? object} ${command} is not simulated\n`);
    return 1;
  }
  switch (name) {
    case 'address':
      yield* p.print(
        brief
          ? briefAddresses(faces, network)
          : faces.map((face) => addressText(face, network, only6)).join(''),
      );
      return 0;
    case 'link':
      yield* p.print(
        brief ? briefLinks(faces, network) : faces.map((face) => linkText(face, network)).join(''),
      );
      return 0;
    case 'route':
      if (command === 'get') return yield* routeGet(p, network, rest.slice(1));
      if (!only6) yield* p.print(routeLines(network, p.netns, rest));
      return 0;
    case 'neighbour':
    case 'neighbor':
      yield* p.print(neighbours(network, p.netns, device));
      return 0;
    case 'rule':
      yield* p.print(
        '0:\tfrom all lookup local\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n',
      );
      return 0;
    case undefined:
      yield* p.warn(`Object "${object}" is unknown, try "ip help".\n`);
      return 1;
    default:
      yield* p.warn(`lintas: ip ${name} is not simulated\n`);
      return only4 ? 1 : 1;
  }
}

/** `show dev eth0`, `dev eth0`, `show eth0`. */
function deviceOf(words: readonly string[]): string | undefined {
  const at = words.indexOf('dev');
  if (at >= 0) return words[at + 1];
  const [command, name] = words;
  const shows = command !== undefined && /^(sh|show|ls|list)$/.test(command);
  return shows &&
    name !== undefined &&
    !/^(up|type|master|to|via|table|default|root|scope)$/.test(name) &&
    !/[./]/.test(name)
    ? name
    : undefined;
}
