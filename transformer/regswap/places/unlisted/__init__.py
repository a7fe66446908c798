"""References at places that no row lists: in custom resources that are unknown, and in other fields of known ones.

Every string of such an object is looked at once. What has the shape of a PodSpec or of a container is certain (see
``regswap.places.shape``); the rest is judged as hidden places are, by its key, its neighbours, its registry or its
digest.
"""
