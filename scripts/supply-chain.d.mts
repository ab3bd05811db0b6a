/** A package as package-lock.json has it; what is looked at. */
export interface LockedPackage {
  /** Of an alias, what it stands for. */
  readonly name?: string;
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Packages by their paths; the empty path is our own. */
export interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/** Of package.json what is looked at. */
export interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly allowScripts?: Readonly<Record<string, boolean>>;
}

/** A licence that is not allowed, of one package, and why it is. */
export interface LicenceException {
  readonly licence: string;
  readonly development?: boolean;
  readonly why: string;
}

export declare const licenceExceptions: Readonly<Record<string, LicenceException>>;
export declare function faults(
  read: { readonly lock: Lock; readonly manifest: Manifest },
  exceptions?: Readonly<Record<string, LicenceException>>,
): readonly string[];
