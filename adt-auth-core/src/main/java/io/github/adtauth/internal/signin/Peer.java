package io.github.adtauth.internal.signin;

/**
 * The process at the other end of a connection to the loopback listener.
 *
 * @param trusted whether the process may take part in the sign-in
 * @param description a noun phrase for messages
 */
record Peer(boolean trusted, String description) {
  /** A peer on a machine that does not list the owners of sockets. */
  static final Peer UNCHECKED = new Peer(true, "a process");

  /** A peer whose connection is closed or not listed. */
  static final Peer UNKNOWN = new Peer(false, "a process whose user could not be determined");

  static Peer of(boolean trusted, long uid) {
    return new Peer(trusted, "a process of the user with uid " + uid);
  }
}
