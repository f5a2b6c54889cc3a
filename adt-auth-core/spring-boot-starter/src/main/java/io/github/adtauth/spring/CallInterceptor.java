package io.github.adtauth.spring;

import okhttp3.Interceptor;

/** An interceptor of calls of Digital Twins; it sees no token. */
interface CallInterceptor extends Interceptor {}
