import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Button } from "#/ui/Button";
import { ErrorBox } from "#/ui/ErrorBox";
import { Hidden } from "#/ui/Hidden";
import { Skeleton, type SkeletonProps } from "#/ui/Skeleton";
import { ApiError } from "./ApiError";
import layout from "./layout.module.css";

export interface LoadedProps<T> {
  query: UseQueryResult<T>;
  /** What is read, for screen readers: "Today". */
  name: string;
  skeleton?: SkeletonProps;
  children: (data: T) => ReactNode;
}

/** What was read; until then bones (after 300 ms), or why it could not be read. The last good view stays while it is read again. */
export function Loaded<T>({ query, name, skeleton, children }: LoadedProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) {
    const error = ApiError.from(query.error);
    return (
      <div className={layout.pad}>
        <ErrorBox
          title={error.message}
          actions={
            <Button size="small" onPress={() => void query.refetch()}>
              Try again
            </Button>
          }
        >
          {error.hint}
        </ErrorBox>
      </div>
    );
  }
  return (
    <div aria-busy="true" className={layout.pad}>
      <Hidden>Reading {name}</Hidden>
      <Skeleton {...skeleton} />
    </div>
  );
}
