"""The series half of judgement: vectorised kernels over whole series."""
