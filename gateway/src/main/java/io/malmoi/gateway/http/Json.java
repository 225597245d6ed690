package io.malmoi.gateway.http;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;

/** Messages as JSON, by the proto3 mapping. */
final class Json {
    /** The details that errors come with. */
    private static final JsonFormat.TypeRegistry DETAILS = JsonFormat.TypeRegistry.newBuilder()
            .add(BadRequest.getDescriptor())
            .add(RetryInfo.getDescriptor())
            .add(ErrorInfo.getDescriptor())
            .build();

    private static final JsonFormat.Printer PRINTER =
            JsonFormat.printer().usingTypeRegistry(DETAILS).omittingInsignificantWhitespace();

    private Json() {}

    static String print(MessageOrBuilder message) {
        try {
            return PRINTER.print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("every detail we send is registered", e);
        }
    }
}
