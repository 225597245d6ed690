package io.malmoi.service;

class Failures {
    static com.google.rpc.Status toStatus(Throwable t) {
        return com.google.rpc.Status.newBuilder().setCode(13).build();
    }
}
