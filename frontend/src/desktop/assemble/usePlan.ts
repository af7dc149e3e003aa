import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useReducer } from "react";
import type { view } from "../api";
import { newPlan, type Plan, type PlanAct, planned } from "./plan";

/** A draft being put together, kept while one looks at another screen. */
export function usePlan(sheet: view.AssembleSheet): [Plan, (act: PlanAct) => void, () => void] {
  const queries = useQueryClient();
  const key = ["plan", sheet.engagement.id, sheet.number];
  const [plan, change] = useReducer(
    planned,
    undefined,
    () => queries.getQueryData<Plan>(key) ?? newPlan(sheet),
  );
  useEffect(() => {
    queries.setQueryDefaults(["plan"], { gcTime: Number.POSITIVE_INFINITY });
    queries.setQueryData(["plan", sheet.engagement.id, sheet.number], plan);
  }, [queries, sheet.engagement.id, sheet.number, plan]);
  const forget = () => queries.removeQueries({ queryKey: key });
  return [plan, change, forget];
}
