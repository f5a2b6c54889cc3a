package io.github.adtauth.token;

import java.util.Set;

/** What a cached token is found by: whose it is and what it is for, in full. */
record TokenKey(TokenOwner owner, Set<String> scopes) {}
