package io.malmoi.service;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Lets HTTP requests in by their API key: all paths, known or not, except health, which probes ask. */
@Singleton
final class HttpKeyCheck {
    private static final String HEALTH = "/q/health";
    private static final int PRIORITY = 10_000;

    private final ApiKeys keys;

    HttpKeyCheck(ApiKeys keys) {
        this.keys = keys;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext request) {
        String path = request.normalizedPath();
        String authorization = request.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (path.equals(HEALTH) || path.startsWith(HEALTH + "/") || keys.accept(authorization)) {
            request.next();
            return;
        }
        String message = authorization == null ? ApiKeys.MISSING : ApiKeys.UNKNOWN;
        JsonObject error = new JsonObject()
                .put("code", 401)
                .put("status", "UNAUTHENTICATED")
                .put("message", message);
        request.response()
                .setStatusCode(401)
                .putHeader("WWW-Authenticate", "Bearer")
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(new JsonObject().put("error", error).encode());
    }
}
