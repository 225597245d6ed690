package io.malmoi.service;

import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What {@code grpc.health.v1.Health} answers, for the whole server and for each service, and reflection beside it. */
@Singleton
final class Health {
    private final HealthStatusManager manager = new HealthStatusManager();
    private final Set<String> names = new TreeSet<>(Set.of(HealthStatusManager.SERVICE_NAME_ALL_SERVICES));
    private boolean ready;
    private boolean terminal;

    /** Answers for a service, too. */
    synchronized void add(ServerServiceDefinition service) {
        names.add(service.getServiceDescriptor().getName());
        serving(ready);
    }

    synchronized void serving(boolean ready) {
        this.ready = ready;
        ServingStatus status = ready ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
        names.forEach(name -> manager.setStatus(name, status));
    }

    /** NOT_SERVING from now on, whatever is reported. */
    synchronized void enterTerminalState() {
        if (!terminal) {
            terminal = true;
            manager.enterTerminalState();
        }
    }

    List<BindableService> services() {
        return List.of(manager.getHealthService(), ProtoReflectionServiceV1.newInstance());
    }
}
