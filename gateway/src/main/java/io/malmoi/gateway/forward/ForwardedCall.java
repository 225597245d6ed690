package io.malmoi.gateway.forward;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/**
 * A call that came in, joined to the call that passes it on. A message is asked for on one side only when the other side can
 * take one more, so that neither is faster than the other and little is held here.
 */
final class ForwardedCall {
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private final ServerCall<byte[], byte[]> incoming;
    private final ClientCall<byte[], byte[]> outgoing;
    private final String target;
    private boolean requestWanted;
    private boolean responseWanted;

    /**
     * @param target the service and its address, for the caller to know who does not answer
     */
    ForwardedCall(ServerCall<byte[], byte[]> incoming, ClientCall<byte[], byte[]> outgoing, String target) {
        this.incoming = incoming;
        this.outgoing = outgoing;
        this.target = target;
    }

    ServerCall.Listener<byte[]> start(Metadata headers) {
        outgoing.start(new Responses(), headers);
        incoming.request(1);
        outgoing.request(1);
        return new Requests();
    }

    private synchronized void wantRequest() {
        requestWanted = !outgoing.isReady();
        if (!requestWanted) {
            incoming.request(1);
        }
    }

    private synchronized void wantResponse() {
        responseWanted = !incoming.isReady();
        if (!responseWanted) {
            outgoing.request(1);
        }
    }

    private synchronized void outgoingReady() {
        if (requestWanted) {
            wantRequest();
        }
    }

    private synchronized void incomingReady() {
        if (responseWanted) {
            wantResponse();
        }
    }

    /** What the caller sends. */
    private final class Requests extends ServerCall.Listener<byte[]> {
        @Override
        public void onMessage(byte[] message) {
            outgoing.sendMessage(message);
            wantRequest();
        }

        @Override
        public void onHalfClose() {
            outgoing.halfClose();
        }

        @Override
        public void onCancel() {
            outgoing.cancel("the caller has gone", null);
        }

        @Override
        public void onReady() {
            incomingReady();
        }
    }

    /** What the service answers. */
    private final class Responses extends ClientCall.Listener<byte[]> {
        @Override
        public void onHeaders(Metadata headers) {
            incoming.sendHeaders(headers);
        }

        @Override
        public void onMessage(byte[] message) {
            incoming.sendMessage(message);
            wantResponse();
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            incoming.close(explain(status, trailers), trailers);
        }

        @Override
        public void onReady() {
            outgoingReady();
        }

        /** A service sends its own UNAVAILABLE with details; one without was made here, as the service was not reached. */
        private Status explain(Status status, Metadata trailers) {
            if (status.getCode() != Status.Code.UNAVAILABLE || trailers.containsKey(DETAILS)) {
                return status;
            }
            String reason =
                    status.getCause() == null ? "" : ": " + status.getCause().getMessage();
            return Status.UNAVAILABLE.withDescription(
                    target + " does not answer (" + status.getDescription() + reason + ")");
        }
    }
}
