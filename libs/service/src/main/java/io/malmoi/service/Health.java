package io.malmoi.service;

import io.grpc.BindableService;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.List;

/** What {@code grpc.health.v1.Health} answers, for the whole server and for each service, and reflection beside it. */
@Singleton
final class Health {
    private final HealthStatusManager manager = new HealthStatusManager();
    private final List<String> names;

    Health(@All List<BindableService> services) {
        names = services.stream()
                .map(service -> service.bindService().getServiceDescriptor().getName())
                .toList();
        serving(false);
    }

    void serving(boolean ready) {
        ServingStatus status = ready ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
        manager.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
        names.forEach(name -> manager.setStatus(name, status));
    }

    /** NOT_SERVING from now on, whatever is reported. */
    void enterTerminalState() {
        manager.enterTerminalState();
    }

    List<BindableService> services() {
        return List.of(manager.getHealthService(), ProtoReflectionServiceV1.newInstance());
    }
}
