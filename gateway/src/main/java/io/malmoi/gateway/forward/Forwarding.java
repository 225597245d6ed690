package io.malmoi.gateway.forward;

import io.grpc.CallOptions;
import io.grpc.HandlerRegistry;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.malmoi.gateway.ServicesConfig;
import io.malmoi.service.GrpcChannels;
import io.malmoi.v1.CorpusServiceGrpc;
import io.malmoi.v1.DatasetServiceGrpc;
import io.malmoi.v1.InferenceServiceGrpc;
import io.malmoi.v1.ModelServiceGrpc;
import io.malmoi.v1.TokenizerServiceGrpc;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Passes the calls of services that are not in this process on to where they are, message by message and unread: with
 * deadline, cancellation, metadata and flow control, both ways.
 */
@Singleton
public class Forwarding extends HandlerRegistry {
    private static final Pattern ADDRESS = Pattern.compile("(https://)?[^/:\\s]+:[0-9]{1,5}");

    private final GrpcChannels channels;
    private final Map<String, ServerServiceDefinition> services;

    Forwarding(ServicesConfig config, GrpcChannels channels) {
        this.channels = channels;
        services = Stream.of(
                        forward(CorpusServiceGrpc.getServiceDescriptor(), address("corpora", config.corpora())),
                        forward(
                                TokenizerServiceGrpc.getServiceDescriptor(),
                                address("tokenizers", config.tokenizers())),
                        forward(DatasetServiceGrpc.getServiceDescriptor(), address("datasets", config.datasets())),
                        forward(ModelServiceGrpc.getServiceDescriptor(), address("models", config.models())),
                        forward(InferenceServiceGrpc.getServiceDescriptor(), address("inference", config.inference())))
                .collect(Collectors.toUnmodifiableMap(
                        service -> service.getServiceDescriptor().getName(), service -> service));
    }

    @Override
    public List<ServerServiceDefinition> getServices() {
        return List.copyOf(services.values());
    }

    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String methodName, String authority) {
        ServerServiceDefinition service = services.get(MethodDescriptor.extractFullServiceName(methodName));
        return service == null ? null : service.getMethod(methodName);
    }

    private static String address(String service, String address) {
        if (!ADDRESS.matcher(address).matches()) {
            throw new ConfigurationException(
                    "malmoi.services.%s is %s; it must be host:port, or https://host:port for TLS"
                            .formatted(service, address));
        }
        return address;
    }

    private ServerServiceDefinition forward(ServiceDescriptor service, String address) {
        List<MethodDescriptor<byte[], byte[]>> methods = service.getMethods().stream()
                .<MethodDescriptor<byte[], byte[]>>map(Bytes::of)
                .toList();
        ServiceDescriptor.Builder unread =
                ServiceDescriptor.newBuilder(service.getName()).setSchemaDescriptor(service.getSchemaDescriptor());
        methods.forEach(unread::addMethod);
        ServerServiceDefinition.Builder definition = ServerServiceDefinition.builder(unread.build());
        methods.forEach(method -> definition.addMethod(method, handler(method, address)));
        return definition.build();
    }

    private ServerCallHandler<byte[], byte[]> handler(MethodDescriptor<byte[], byte[]> method, String address) {
        String target = method.getServiceName() + " at " + address;
        return (call, headers) -> new ForwardedCall(
                        call, channels.to(address).newCall(method, CallOptions.DEFAULT), target)
                .start(headers);
    }
}
