package io.malmoi.service;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** {@code /q/health/ready}: what {@link Dependencies} knows. */
@Singleton
@Readiness
final class ReadinessCheck implements HealthCheck {
    private final Dependencies dependencies;

    ReadinessCheck(Dependencies dependencies) {
        this.dependencies = dependencies;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("dependencies").status(dependencies.ready());
        dependencies.troubles().forEach((name, trouble) -> response.withData(name, trouble.orElse("answers")));
        return response.build();
    }
}
